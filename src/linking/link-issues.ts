/** Issue codes of linking. */
export const LINK_ISSUES = {
  /** Mail that a person must look at. */
  mailHeld: 'invitation_mail_held',
  /** A link session that failed; the subject is the reason. */
  sessionFailed: 'link_session_failed',
  /** The subject is the capability. */
  permissionMissing: 'permission_missing',
  /** Nobody could be told that the link goes on. */
  lateInvitationUnmailed: 'late_invitation_unmailed',
} as const;

/** What the source mails about the security of our log-in, and the issue that it becomes. */
export const MAIL_ALERTS = {
  password_reset: 'mail_password_reset',
  sign_in_alert: 'mail_sign_in_alert',
  authenticator_change: 'mail_authenticator_change',
  password_expiring: 'mail_password_expiring',
} as const;
