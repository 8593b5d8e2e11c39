import { sql } from 'kysely';
import type { ModelCounts } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { renewCoverage } from '../hris/model-coverage-store.ts';
import { notifyRunEnd } from '../notifications/index.ts';
import { countStillMissed, tombstoneAbsent } from './absent-records.ts';
import { updateReadAccount } from './account-departure.ts';
import { storeChangeSummary } from './change-summary.ts';
import { toCoverage } from './coverage.ts';
import { announceEnd, closeRun, toKnownSource, type RunEnd } from './finish-run.ts';
import { useHashJoins } from './leased-transaction.ts';
import { findLeftOpen, type LeftOpen } from './left-open.ts';
import { lockCalendar } from './lock-calendar.ts';
import { measureDataQuality } from './measure-data-quality.ts';
import { recordPermissions } from './record-permissions.ts';
import { findStandingRun, isSameSource, supersedeStandingRun, type StandingRun } from './standing-run.ts';
import type { SyncDeps } from './sync-deps.ts';
import { repeatHeldIssue, resolveSyncIssues } from './sync-issues.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';

/**
 * Ends a run that found the source as it was: a new time, and what became of the permissions. It counts as one more complete run
 * for whoever was missed; of a source that a person has before them, or has dropped, nothing is made.
 */
export async function finishUnchanged(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  summary: FetchedSource,
): Promise<void> {
  await lockCalendar(trx, run.scope.linkedAccountId);
  const standing = run.account.hasStandingRun ? await findStandingRun(trx, run.scope) : undefined;
  if (standing && isSameSource(standing, summary)) {
    return await repeatStanding(deps, trx, run, { standing, summary });
  }
  await updateReadAccount(trx, run, { data_fresh_as_of: sql<string>`now()`, ...toKnownSource(run, summary) });
  await renewCoverage(trx, run.scope.linkedAccountId, toCoverage(summary).models);
  const leftOpen = await findLeftOpen(trx, run);
  const { hasIssues: areIssuesOpen } = leftOpen;
  await recordPermissions(deps, trx, run, summary.capabilityChecks, { areIssuesOpen });
  if (standing) await supersedeStandingRun(trx, run.scope, run.id);
  if (areIssuesOpen) await resolveSyncIssues(trx, run);
  await closeUnchanged(deps, trx, run, leftOpen);
}

/** The source can be read again, whatever is made of what it says. */
async function repeatStanding(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  { standing, summary }: { standing: StandingRun; summary: FetchedSource },
): Promise<void> {
  await recordPermissions(deps, trx, run, summary.capabilityChecks);
  await repeatHeldIssue(trx, run, standing);
  await closeRun(deps, trx, run, { state: 'unchanged' });
  await notifyRunEnd(trx, run.scope, { syncRunId: run.id, changes: null });
}

/** Nobody is told of an unchanged source, unless somebody was missed in it for the last time, or a failure is over that was told. */
async function closeUnchanged(deps: SyncDeps, trx: Trx, run: SyncRun, leftOpen: LeftOpen): Promise<void> {
  const isMissed = leftOpen.hasMissedPeople && (await countStillMissed(trx, run));
  const counts = isMissed ? await deleteMissed(trx, run) : {};
  const isUnchanged = Object.keys(counts).length === 0;
  const end: RunEnd = isUnchanged ? { state: 'unchanged' } : { state: 'succeeded', counts };
  const { isRecovery } = await closeRun(deps, trx, run, end, { leftOpen });
  const changes = isUnchanged ? null : await storeChangeSummary(trx, run, counts);
  if (!isUnchanged) await measureDataQuality(trx, run);
  if (!isUnchanged || isRecovery) await announceEnd(trx, run, 'sync.completed', { ...end, changes });
  if (!isUnchanged || leftOpen.isFailureNotified) {
    await notifyRunEnd(trx, run.scope, { syncRunId: run.id, changes });
  }
}

/** People alone, and what belongs to them: nothing was staged that could tell of anything else. */
async function deleteMissed(trx: Trx, run: SyncRun): Promise<ModelCounts> {
  await useHashJoins(trx);
  const deleted = await tombstoneAbsent(trx, run, { models: new Set(['employee']), windows: [] });
  const counts = Object.entries(deleted).filter(([, count]) => count > 0);
  return Object.fromEntries(
    counts.map(([model, count]) => [
      model,
      { added: 0, updated: 0, deleted: count, unchanged: 0, skipped: 0 },
    ]),
  );
}
