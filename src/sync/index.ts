export { runSync } from './run-sync.ts';
export { startDueRuns } from './start-due-runs.ts';
export { sweepLostRuns } from './sweep-lost-runs.ts';
export { checkGuards, type GuardCode, type GuardFinding, type GuardInput } from './guards.ts';
export type { SyncDeps } from './sync-deps.ts';
