import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import type { ChangeSummary, ModelCounts, RunFinding, SyncRunState, SyncTrigger } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import type { CursorPosition } from '../lib/cursor.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';

/** Whose runs: an organization's, or for the operator's commands all of the deployment's. */
export type RunScope = { organizationId: string } | 'deployment';

export interface RunRow {
  id: string;
  organization_id: string;
  linked_account_id: string;
  state: SyncRunState;
  trigger: SyncTrigger;
  is_initial: boolean;
  counts: ModelCounts | null;
  change_summary: ChangeSummary | null;
  findings: RunFinding[] | null;
  error_code: string | null;
  error_message: string | null;
  queued_at: string;
  started_at: string | null;
  staged_at: string | null;
  finished_at: string | null;
  released_at: string | null;
  superseded_by: string | null;
  source_hash: Buffer | null;
  source_rows_digest: Buffer | null;
  source_summary: SourceSummary | null;
  diff_hash: Buffer | null;
}

const COLUMNS =
  sql.raw(`run.id, run.organization_id, run.linked_account_id, run.state, run.trigger, run.is_initial, run.counts, run.change_summary,
  run.findings, run.error_code, run.error_message, run.queued_at, run.started_at, run.staged_at, run.finished_at,
  run.released_at, run.superseded_by, run.source_hash, run.source_rows_digest, run.source_summary, run.diff_hash`);

/** @param input.linkedAccountId a run of another account is none. @throws AppError not_found */
export async function getRun(
  db: Db,
  { scope, id, linkedAccountId }: { scope: RunScope; id: string; linkedAccountId?: string },
): Promise<RunRow> {
  if (!isUuid(id)) throw notFound('sync run');
  const { rows } = await sql<RunRow>`
    select ${COLUMNS} from sync_runs run where ${isInScope(scope)} and run.id = ${id}`.execute(db);
  const [run] = rows;
  if (!run || (linkedAccountId !== undefined && run.linked_account_id !== linkedAccountId)) {
    throw notFound('sync run');
  }
  return run;
}

/** The run, until the transaction ends nobody else's to change. @throws AppError not_found */
export async function lockRun(trx: Trx, scope: RunScope, id: string): Promise<RunRow> {
  if (!isUuid(id)) throw notFound('sync run');
  const { rows } = await sql<RunRow>`
    select ${COLUMNS} from sync_runs run where ${isInScope(scope)} and run.id = ${id} for update`.execute(
    trx,
  );
  if (!rows[0]) throw notFound('sync run');
  return rows[0];
}

export interface RunFilters {
  linkedAccountId?: string | undefined;
  state?: SyncRunState | undefined;
}

/** Up to `limit` runs from a position on, newest first; backward when the position says so. */
export async function selectRuns(
  db: Db,
  scope: RunScope,
  page: RunFilters & { from: CursorPosition | undefined; limit: number },
): Promise<RunRow[]> {
  const { from, limit, linkedAccountId, state } = page;
  const isBackward = from?.direction === 'previous';
  const conditions = [isInScope(scope)];
  if (linkedAccountId !== undefined) conditions.push(sql`run.linked_account_id = ${linkedAccountId}::uuid`);
  if (state !== undefined) conditions.push(sql`run.state = ${state}`);
  if (from) {
    const beyond = isBackward ? sql`>` : sql`<`;
    conditions.push(sql`(run.queued_at, run.id) ${beyond} (${from.value}::timestamptz, ${from.id}::uuid)`);
  }
  const direction = isBackward ? sql`asc` : sql`desc`;
  const { rows } = await sql<RunRow>`
    select ${COLUMNS} from sync_runs run where ${sql.join(conditions, sql` and `)}
     order by run.queued_at ${direction}, run.id ${direction} limit ${limit}`.execute(db);
  return rows;
}

function isInScope(scope: RunScope): RawBuilder<unknown> {
  return scope === 'deployment' ? sql`true` : sql`run.organization_id = ${scope.organizationId}::uuid`;
}
