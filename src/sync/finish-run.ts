import { sql } from 'kysely';
import { requestSync } from '../accounts/index.ts';
import type { SourceShapes } from '../db/schema/accounts.ts';
import type { ModelCounts, SyncRunState } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import type { EventType } from '../webhooks/events.ts';
import { appendRunEvent } from './record-events.ts';
import { nextSyncAt } from './schedule.ts';
import { deleteStage } from './stage-store.ts';
import type { SyncDeps } from './sync-deps.ts';
import { resolveSyncIssues } from './sync-issues.ts';
import type { SyncRun } from './sync-run.ts';

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
      // When the source was read, which for a run that was resumed is not now.
      data_fresh_as_of: sql`(select staged_at from sync_runs where id = ${run.id})`,
      source_hash: Buffer.from(end.summary.sourceHash),
      source_shapes: JSON.stringify(toShapes(end.summary)),
    })
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .execute();
  await resolveSyncIssues(trx, run, end.summary);
  await closeRun(deps, trx, run, end);
  await announceEnd(trx, run, 'sync.completed', end);
}

/** Ends a run that found the source as it was: a new time, and nothing else. */
export async function finishUnchanged(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  summary: SourceSummary,
): Promise<void> {
  await trx
    .updateTable('linked_accounts')
    .set({ data_fresh_as_of: sql`now()` })
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .execute();
  await resolveSyncIssues(trx, run, summary);
  await closeRun(deps, trx, run, { state: 'unchanged' });
}

/** The run's end without a word on its result: state, next due time, stage, and the follow-up that was asked for. */
export async function closeRun(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  end: RunEnd,
  options: { isFollowUpAllowed: boolean } = { isFollowUpAllowed: true },
): Promise<void> {
  const { is_rerun_requested } = await trx
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
    .returning('is_rerun_requested')
    .executeTakeFirstOrThrow();
  await deleteStage(trx, run);
  await moveScheduleOn(deps, trx, run);
  if (is_rerun_requested && options.isFollowUpAllowed) await requestSync(trx, run.scope, 'follow_up');
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

async function moveScheduleOn(deps: SyncDeps, trx: Trx, run: SyncRun): Promise<void> {
  const next = nextSyncAt(deps.clock.now(), run.account.syncIntervalSeconds, Math.random());
  await trx
    .updateTable('linked_accounts')
    .set({ next_sync_at: next })
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .where('status', '=', 'COMPLETE')
    .execute();
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
