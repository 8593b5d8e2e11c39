export { stepClocks } from './clock-step.ts';
export { forgetPausedBases } from './forget-paused-bases.ts';
export { rewriteScopes } from './rewrite-scopes.ts';
export { runSync } from './run-sync.ts';
export {
  findFollowUp,
  isWorkerAlive,
  listReadableAccounts,
  readRunProgress,
  type RunProgress,
} from './run-progress.ts';
export { reportStaleAccounts } from './stale-accounts.ts';
export { startDueRuns } from './start-due-runs.ts';
export { sweepLostRuns } from './sweep-lost-runs.ts';
export { checkGuards, type GuardCode, type GuardFinding, type GuardInput } from './guards.ts';
export type { SyncDeps } from './sync-deps.ts';
export { getDataQuality } from './get-data-quality.ts';
export { listAffectedEmployees } from './list-affected-employees.ts';
export { discardRun } from './discard-run.ts';
export { listRunChanges } from './list-run-changes.ts';
export { getSyncRun, listSyncRuns } from './list-sync-runs.ts';
export type { RunChange } from './planned-run-changes.ts';
export { releaseRun } from './release-run.ts';
export type { SyncRunView } from './run-view.ts';
export type { RunScope } from './sync-runs-store.ts';
