import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import { listByKeyset } from '../db/keyset-list.ts';
import type { ChangeSummary, ModelCounts, RunFinding, SyncRunState, SyncTrigger } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import type { Page, PageRequest } from '../lib/page.ts';

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

/** Newest first. @throws AppError `cursor_invalid` */
export function listRuns<T>(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & RunFilters & { scope: RunScope },
  toItem: (run: RunRow) => T,
): Promise<Page<T>> {
  const { scope, linkedAccountId, state } = input;
  const conditions = [isInScope(scope)];
  if (linkedAccountId !== undefined) conditions.push(sql`run.linked_account_id = ${linkedAccountId}::uuid`);
  if (state !== undefined) conditions.push(sql`run.state = ${state}`);
  return listByKeyset<RunRow, T>(
    deps,
    {
      select: sql`select ${COLUMNS}, run.queued_at::text as keyset_key from sync_runs run`,
      conditions,
      order: { key: 'run.queued_at', id: 'run.id', isNewestFirst: true },
      list: { scope, list: 'sync-runs', linkedAccountId, state },
    },
    input,
    toItem,
  );
}

function isInScope(scope: RunScope): RawBuilder<unknown> {
  return scope === 'deployment' ? sql`true` : sql`run.organization_id = ${scope.organizationId}::uuid`;
}
