import { sql } from 'kysely';
import { requestSync, takeSyncRequest } from '../accounts/index.ts';
import type { SourceShapes } from '../db/schema/accounts.ts';
import type { ChangeSummary, ModelCounts, SyncRunState } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { storeCoverage } from '../hris/model-coverage-store.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import { notifyRunEnd } from '../notifications/index.ts';
import type { EventType } from '../webhooks/events.ts';
import { updateReadAccount } from './account-departure.ts';
import { recordOutcome, type Outcome } from './account-outcome.ts';
import { storeChangeSummary } from './change-summary.ts';
import { toModelReading } from './coverage.ts';
import type { LeftOpen } from './left-open.ts';
import { appendRunEvent } from './record-events.ts';
import { reportSource } from './report-source.ts';
import { backedOffSeconds, nextSyncAt } from './schedule.ts';
import { renewBase } from './stage-base.ts';
import { deleteStage } from './stage-store.ts';
import { supersedeStandingRun } from './standing-run.ts';
import type { SyncDeps } from './sync-deps.ts';
import { closeHeldIssue, resolveSyncIssues } from './sync-issues.ts';
import { mappingsVersionOf, type SyncRun } from './sync-run.ts';

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
  await updateReadAccount(trx, run, {
    source_shapes: JSON.stringify(toAcceptedShapes(run, end.summary)),
    ...(run.isTargeted ? READ_IN_PART : toWholeReading(run, end.summary)),
  });
  await storeCoverage(trx, toCoverageRun(run), toModelReading(end.summary));
  if (!run.isTargeted) await supersedeStandingRun(trx, run.scope, run.id);
  await resolveSyncIssues(trx, run, { failures: end.summary.failures ?? [] });
  if (run.isReleased) await closeHeldIssue(trx, run.scope);
  await reportSource(trx, run, end.summary);
  const changes = await storeChangeSummary(trx, run, end.counts ?? {});
  await closeRun(deps, trx, run, end, { isStageKept: await renewBase(trx, run, end.summary) });
  await announceEnd(trx, run, 'sync.completed', { ...end, changes });
  await notifyRunEnd(trx, run.scope, { syncRunId: run.id, changes });
}

/** The next reading of everything is compared with what this one changed: no hash says that nothing is new. */
const READ_IN_PART = { source_hash: null, source_rows_digest: null };

const toWholeReading = (run: SyncRun, summary: SourceSummary) => ({
  // When the source was read, which for a run that was resumed is not now.
  data_fresh_as_of: sql<string>`(select staged_at from sync_runs where id = ${run.id})`,
  ...toKnownSource(run, summary),
  applied_method: run.account.method,
});

/** The state to compare the next reading with: none where parts of the source could not be read. */
export function toKnownSource(run: SyncRun, summary: SourceSummary) {
  const isWhole = (summary.failures ?? []).length === 0;
  return {
    source_hash: unlessSettingsChanged(run, isWhole ? summary.sourceHash : null),
    source_rows_digest: unlessSettingsChanged(run, isWhole ? summary.rowsDigest : null),
  };
}

/** Settings that changed meanwhile give the same source another meaning: it must be read again. */
const unlessSettingsChanged = (run: SyncRun, hash: Uint8Array | null) => sql<Buffer | null>`
  case when organization_head is not distinct from ${run.account.organizationHead} and time_zone = ${run.account.timeZone}
            and field_mappings_version = ${mappingsVersionOf(run)}
       then ${hash && Buffer.from(hash)}::bytea end`;

const toCoverageRun = (run: SyncRun) => ({
  linkedAccountId: run.scope.linkedAccountId,
  syncRunId: run.id,
  isTargeted: run.isTargeted,
});

interface CloseOptions {
  isFollowUpAllowed?: boolean;
  notBefore?: Date;
  dueAt?: Date;
  isStageKept?: boolean;
  /** Looked up already; absent: it is looked for. */
  leftOpen?: LeftOpen;
}

/** The run's end without a word on its result: state, next due time, stage, and the follow-up that was asked for. */
export async function closeRun(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  end: RunEnd,
  options: CloseOptions = {},
): Promise<Outcome> {
  await trx
    .updateTable('sync_runs')
    .set({
      state: end.state,
      counts: end.counts ? JSON.stringify(end.counts) : null,
      error_code: end.error?.code ?? null,
      error_message: end.error?.message ?? null,
      finished_at: sql`now()`,
      lease_until: null,
    })
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('id', '=', run.id)
    .execute();
  // What a held run would do stands there until a person has decided; what was unchanged was not staged.
  if (end.state !== 'held' && end.state !== 'unchanged' && !options.isStageKept) await deleteStage(trx, run);
  const outcome = await recordOutcome(deps, trx, run, end, options.leftOpen);
  // What is read by schedule is read when it is due, whatever was read in between.
  if (options.dueAt) await moveSchedule(trx, run, options.dueAt);
  else if (!run.isTargeted) await moveScheduleOn(deps, trx, run, { ...outcome, ...options });
  if (options.isFollowUpAllowed === false) return outcome;
  const asked = await takeSyncRequest(trx, run.scope, run.id);
  if (asked) await requestSync(trx, run.scope, asked.isTargeted ? 'source_event' : 'follow_up');
  return outcome;
}

export async function announceEnd(
  trx: Trx,
  run: SyncRun,
  type: EventType & `sync.${string}`,
  end: RunEnd & { findings?: string[]; changes?: ChangeSummary | null },
): Promise<void> {
  const sync_run = {
    id: run.id,
    state: end.state,
    is_initial: run.isInitial,
    counts: end.counts ?? null,
    error_code: end.error?.code ?? null,
    ...(end.findings && { findings: end.findings }),
    ...(end.changes !== undefined && { changes: end.changes }),
  };
  await appendRunEvent(trx, run, type, { sync_run });
}

async function moveScheduleOn(
  deps: SyncDeps,
  trx: Trx,
  run: SyncRun,
  { consecutiveFailures, notBefore }: Outcome & { notBefore?: Date },
): Promise<void> {
  const { maxBackOffSeconds } = deps.config.sync.pacing;
  const interval = backedOffSeconds(run.account.syncIntervalSeconds, consecutiveFailures, maxBackOffSeconds);
  const usual = nextSyncAt(deps.clock.now(), interval, Math.random());
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
