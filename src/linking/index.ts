export { acceptInvitation } from './accept-invitation.ts';
export { approveHeldMessage, type ApproveHeldMessageInput } from './approve-held-message.ts';
export { awaitInvitationAgain } from './await-invitation-again.ts';
export { checkAgain } from './check-again.ts';
export { confirmCompany } from './confirm-company.ts';
export { declineCompany } from './decline-company.ts';
export { resumeUnderConsent } from './resume-under-consent.ts';
export { BRANDING_COLUMNS, brandingOf, type Branding } from './branding.ts';
export { chooseCompany } from './choose-company.ts';
export { chooseLanguage } from './choose-language.ts';
export { chooseMethod } from './choose-method.ts';
export { closeStaleSessions } from './close-stale-sessions.ts';
export { disconnectAccount } from './disconnect-account.ts';
export { discardHeldMessage } from './discard-held-message.ts';
export { exchangeOauthCode } from './exchange-oauth-code.ts';
export {
  exchangePublicToken,
  type ExchangedToken,
  type ExchangePublicTokenInput,
} from './exchange-public-token.ts';
export { getHeldMessage, listHeldMessages, type HeldMessageView } from './held-messages.ts';
export { findInvitation } from './find-invitation.ts';
export { giveCredentials } from './give-credentials.ts';
export { startHubHandover, sweepHubHandovers } from './hub-handover.ts';
export { issuePublicToken } from './issue-public-token.ts';
export { listCapabilities } from './list-capabilities.ts';
export { listConsents } from './list-consents.ts';
export {
  describeLinkSession,
  listLinkSessions,
  type LinkSessionFilters,
  type LinkSessionOverview,
} from './list-link-sessions.ts';
export { listPermissions, type AccountPermission } from './list-permissions.ts';
export type { LinkSessionKey } from './link-sessions-store.ts';
export { lookAgainAtUnknownLinks } from './look-again-at-unknown-links.ts';
export { mailLateInvitation } from './mail-late-invitation.ts';
export { canReceive, receiveMessage, type Reception } from './receive-message.ts';
export { describePage, preferredLanguage } from './describe-page.ts';
export { receiveAuthorization, type AuthorizationOutcome } from './receive-authorization.ts';
export { toPageUrl } from './page-url.ts';
export { recordConsent } from './record-consent.ts';
export { regenerateAccountToken, type RegenerateAccountTokenInput } from './regenerate-account-token.ts';
export { copyAdminLink, mailAdminLink } from './give-admin-link.ts';
export { replaceInSession, replaceServiceAccount } from './replace-service-account.ts';
export { resumeLostSessions } from './resume-lost-sessions.ts';
export type { PermissionView, SessionView } from './session-view.ts';
export { toScopeWords } from './scope-words.ts';
export { toServiceEmail } from './service-email.ts';
export { SERVICE_LAST_NAME } from './service-name.ts';
export { sendAdminLink } from './send-admin-link.ts';
export { SessionWatch } from './session-watch.ts';
export { startAuthorization } from './start-authorization.ts';
export {
  startLinkSession,
  type StartedLinkSession,
  type StartLinkSessionInput,
} from './start-link-session.ts';
export { verifyPermissions } from './verify-permissions.ts';
export { viewEndedLink } from './view-ended-link.ts';
export { viewSession } from './view-session.ts';
