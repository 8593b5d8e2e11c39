export { toAccountDetails, toAccountDetailsAndActions, toAccountIntegration } from './account-views.ts';
export { ensureAccountToken, rotateAccountToken } from './account-token-store.ts';
export { openIssue, resolveIssues, type AccountScope, type NewIssue } from './issues.ts';
export {
  findLinkedAccount,
  findLinkedAccountByToken,
  getLinkedAccount,
  toLinkedAccountReference,
  type LinkedAccount,
} from './linked-accounts-store.ts';
export { listIssues, type IssueFilters, type IssueView } from './list-issues.ts';
export {
  listLinkedAccounts,
  type LinkedAccountFilters,
  type LinkedAccountsPage,
  type ListLinkedAccountsOptions,
  type ListPosition,
} from './list-linked-accounts.ts';
export { getRemoteAccount, SEALED_FIELDS } from './remote-account-store.ts';
export { requestSync } from './request-sync.ts';
export { requestResync } from './request-resync.ts';
