export {
  toAccountDetails,
  toAccountDetailsAndActions,
  toAccountIntegration,
  toAvailableActions,
} from './account-views.ts';
export { ensureAccountToken, rotateAccountToken } from './account-token-store.ts';
export { noteSourceAsksToWait, readHealth } from './account-health-store.ts';
export { describeAccount } from './describe-account.ts';
export { DATA_QUALITY_CODES } from './data-quality-codes.ts';
export { listAnswers, type IdentityAnswer } from './identity-answers-store.ts';
export { inspectAccount } from './inspect-account.ts';
export {
  openIssue,
  resolveIssues,
  resolveIssuesExcept,
  resolveSourceNotices,
  type AccountScope,
  type NewIssue,
} from './issues.ts';
export {
  findLinkedAccount,
  findLinkedAccountByToken,
  getIntegration,
  getLinkedAccount,
  toLinkedAccountReference,
  type LinkedAccount,
} from './linked-accounts-store.ts';
export { toWireIssue, type IssueView } from './issue-views.ts';
export { getIssue, listIssues, type IssueFilters } from './list-issues.ts';
export { muteIssue } from './mute-issue.ts';
export {
  listLinkedAccounts,
  type LinkedAccountFilters,
  type LinkedAccountsPage,
  type ListLinkedAccountsOptions,
  type ListPosition,
} from './list-linked-accounts.ts';
export type { GrantJob } from './grant-work.ts';
export {
  adoptLogIn,
  closeAttempts,
  dropLogInOfAccount,
  dropTriedLogIn,
  findLogIn,
  fingerprintLogIn,
  openAttempt,
  saveLogInSession,
  storeTriedLogIn,
  type LogIn,
  type LogInFingerprints,
} from './log-ins-store.ts';
export { adoptGrant, deleteGrant, findGrant, storeTriedGrant } from './oauth-grants-store.ts';
export { markRelinkNeeded } from './relink-needed.ts';
export { receiveSourceEvent, sweepSourceEvents } from './receive-source-event.ts';
export { refreshGrantOfJob, refreshGrants } from './refresh-due-grants.ts';
export { isKnownRefused, listRefusedSince, rememberRefused } from './refused-log-ins-store.ts';
export { getOauthDoor, getRemoteAccess, type LinkAttempt, type RemoteAccessDeps } from './remote-access.ts';
export {
  dropOtherChecks,
  listChecks,
  markLost,
  storeChecks,
  type PermissionCheck,
} from './permission-checks-store.ts';
export { getRemoteAccount, SEALED_FIELDS } from './remote-account-store.ts';
export { forgetPasswordAge } from './password-ages-store.ts';
export { renewDuePasswords } from './renew-due-passwords.ts';
export { renewPassword } from './renew-password.ts';
export { assertPassthroughAvailable } from './passthrough-available.ts';
export { pauseAccount, resumeAccount } from './pause-account.ts';
export { resolveIssue } from './resolve-issue.ts';
export { findRequiredCapabilities, requireChosen } from './required-capabilities.ts';
export { requestSync } from './request-sync.ts';
export { lockManySyncRequests, takeSyncRequest } from './sync-requests-store.ts';
export { requestSyncNow, type SyncAnswer } from './request-sync-now.ts';
export { updateAccountSettings } from './update-account-settings.ts';
export { getAccountScopes, getDefaultScopes, lockAccountScopes, storeAccountScopes } from './scopes-store.ts';
export { narrowScopes } from './narrow-scopes.ts';
export { requestResync } from './request-resync.ts';
export { retireGrant, revokeGrant } from './revoke-grant.ts';
