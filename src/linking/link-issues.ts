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
