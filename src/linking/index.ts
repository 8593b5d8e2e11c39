export { acceptInvitation } from './accept-invitation.ts';
export { checkAgain } from './check-again.ts';
export { closeStaleSessions } from './close-stale-sessions.ts';
export {
  exchangePublicToken,
  type ExchangedToken,
  type ExchangePublicTokenInput,
} from './exchange-public-token.ts';
export { findInvitation } from './find-invitation.ts';
export { issuePublicToken } from './issue-public-token.ts';
export type { LinkSessionKey } from './link-sessions-store.ts';
export { mailLateInvitation } from './mail-late-invitation.ts';
export { recordConsent } from './record-consent.ts';
export { regenerateAccountToken, type RegenerateAccountTokenInput } from './regenerate-account-token.ts';
export { resumeLostSessions } from './resume-lost-sessions.ts';
export type { PermissionView, SessionView } from './session-view.ts';
export {
  startLinkSession,
  type StartedLinkSession,
  type StartLinkSessionInput,
} from './start-link-session.ts';
export { verifyPermissions } from './verify-permissions.ts';
export { viewSession } from './view-session.ts';
