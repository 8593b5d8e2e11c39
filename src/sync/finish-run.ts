import { sql } from 'kysely';
import { requestSync } from '../accounts/index.ts';
import type { SourceShapes } from '../db/schema/accounts.ts';
import type { ModelCounts, SyncRunState } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { renewCoverage, storeCoverage } from '../hris/model-coverage-store.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import type { EventType } from '../webhooks/events.ts';
import { toCoverage } from './coverage.ts';
import { appendRunEvent } from './record-events.ts';
import { recordPermissions } from './record-permissions.ts';
import { reportSource } from './report-source.ts';
import { nextSyncAt } from './schedule.ts';
import { deleteStage } from './stage-store.ts';
import type { SyncDeps } from './sync-deps.ts';
import { resolveSyncIssues } from './sync-issues.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';

export interface RunEnd {
  state: Exclude<SyncRunState, 'queued' | 'running'>;
  counts?: ModelCounts;
  error?: { code: string; message: string };
}

/** Ends a run that was applied, and makes what it read the state to compare with. */
export async function finishRun(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  end: RunEnd & { summary: SourceSummary },
): Promise<void> {
  await trx
    .updateTable('linked_accounts')
    .set({
      source_shapes: JSON.stringify(toAcceptedShapes(run, end.summary)),
      ...(run.isTargeted ? READ_IN_PART : toWholeReading(run, end.summary)),
    })
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .execute();
  await storeCoverage(trx, toCoverageRun(run), toCoverage(end.summary).models);
  await resolveSyncIssues(trx, run);
  await reportSource(trx, run, end.summary);
  await closeRun(deps, trx, run, end);
  await announceEnd(trx, run, 'sync.completed', end);
}

/** The next reading of everything is compared with what this one changed: no hash says that nothing is new. */
const READ_IN_PART = { source_hash: null };

const toWholeReading = (run: SyncRun, summary: SourceSummary) => ({
  // When the source was read, which for a run that was resumed is not now.
  data_fresh_as_of: sql<string>`(select staged_at from sync_runs where id = ${run.id})`,
  // Settings that changed meanwhile give the same source another meaning: it must be read again.
  source_hash: sql<Buffer | null>`
    case when organization_head is not distinct from ${run.account.organizationHead} and time_zone = ${run.account.timeZone}
         then ${Buffer.from(summary.sourceHash)}::bytea end`,
  applied_method: run.account.method,
});

const toCoverageRun = (run: SyncRun) => ({
  linkedAccountId: run.scope.linkedAccountId,
  syncRunId: run.id,
  isTargeted: run.isTargeted,
});

/** Ends a run that found the source as it was: a new time, and what became of the permissions. */
export async function finishUnchanged(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  summary: FetchedSource,
): Promise<void> {
  await trx
    .updateTable('linked_accounts')
    .set({ data_fresh_as_of: sql`now()` })
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .execute();
  await renewCoverage(trx, run.scope.linkedAccountId);
  await recordPermissions(deps, trx, run, summary.capabilityChecks);
  await resolveSyncIssues(trx, run);
  await closeRun(deps, trx, run, { state: 'unchanged' });
}

/** The run's end without a word on its result: state, next due time, stage, and the follow-up that was asked for. */
export async function closeRun(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  end: RunEnd,
  options: { isFollowUpAllowed?: boolean; notBefore?: Date; dueAt?: Date } = {},
): Promise<void> {
  const { is_rerun_requested, is_rerun_targeted } = await trx
    .updateTable('sync_runs')
    .set({
      state: end.state,
      counts: end.counts ? JSON.stringify(end.counts) : null,
      error_code: end.error?.code ?? null,
      error_message: end.error?.message ?? null,
      finished_at: sql`now()`,
    })
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('id', '=', run.id)
    .returning(['is_rerun_requested', 'is_rerun_targeted'])
    .executeTakeFirstOrThrow();
  await deleteStage(trx, run);
  // What is read by schedule is read when it is due, whatever was read in between.
  if (options.dueAt) await moveSchedule(trx, run, options.dueAt);
  else if (!run.isTargeted) await moveScheduleOn(deps, trx, run, options.notBefore);
  if (!is_rerun_requested || options.isFollowUpAllowed === false) return;
  await requestSync(trx, run.scope, is_rerun_targeted ? 'source_event' : 'follow_up');
}

export async function announceEnd(
  trx: Trx,
  run: SyncRun,
  type: EventType & `sync.${string}`,
  end: RunEnd & { findings?: string[] },
): Promise<void> {
  const sync_run = {
    id: run.id,
    state: end.state,
    is_initial: run.isInitial,
    counts: end.counts ?? null,
    error_code: end.error?.code ?? null,
    ...(end.findings && { findings: end.findings }),
  };
  await appendRunEvent(trx, run, type, { sync_run });
}

async function moveScheduleOn(deps: SyncDeps, trx: Trx, run: SyncRun, notBefore?: Date): Promise<void> {
  const usual = nextSyncAt(deps.clock.now(), run.account.syncIntervalSeconds, Math.random());
  await moveSchedule(trx, run, notBefore && notBefore > usual ? notBefore : usual);
}

async function moveSchedule(trx: Trx, run: SyncRun, next: Date): Promise<void> {
  await trx
    .updateTable('linked_accounts')
    .set({ next_sync_at: next })
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .where('status', '=', 'COMPLETE')
    .execute();
}

/** A report that this reading lacks is compared with its last shape when it is there again, by the same way in. */
function toAcceptedShapes(run: SyncRun, summary: SourceSummary): SourceShapes {
  const isSameWay = run.account.appliedMethod === run.account.method;
  return { ...(isSameWay && run.account.sourceShapes), ...toShapes(summary) };
}

function toShapes(summary: SourceSummary): SourceShapes {
  return Object.fromEntries(
    summary.reports.map(({ report, columns, unknownColumns, endsWithNewline }) => [
      report,
      // A column that nothing is read from may come and go.
      { columns: columns.filter((column) => !unknownColumns.includes(column)), endsWithNewline },
    ]),
  );
}
