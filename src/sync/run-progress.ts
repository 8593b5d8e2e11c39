import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { ModelCounts, SyncRunState } from '../db/schema/sync.ts';
import { notFound } from '../lib/app-error.ts';

/** How far a run has come, as anybody beside its worker can see. */
export interface RunProgress {
  state: SyncRunState;
  phase: 'queued' | 'reading' | 'applying' | 'ended';
  stagedRows: number;
  counts: ModelCounts | null;
  errorCode: string | null;
  errorMessage: string | null;
}

interface ProgressRow {
  state: SyncRunState;
  is_staged: boolean;
  is_ended: boolean;
  staged_rows: number;
  counts: ModelCounts | null;
  error_code: string | null;
  error_message: string | null;
}

/** @throws AppError not_found */
export async function readRunProgress(db: Db, scope: AccountScope, syncRunId: string): Promise<RunProgress> {
  const { rows } = await sql<ProgressRow>`
    select state, staged_at is not null as is_staged, finished_at is not null as is_ended, counts, error_code, error_message,
           (select count(*) from sync_stage
             where linked_account_id = run.linked_account_id and sync_run_id = run.id) as staged_rows
      from sync_runs run
     where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
       and id = ${syncRunId}`.execute(db);
  const row = rows[0];
  if (!row) throw notFound('sync run');
  return {
    state: row.state,
    phase: toPhase(row),
    stagedRows: row.is_ended ? countRows(row.counts) : row.staged_rows,
    counts: row.counts,
    errorCode: row.error_code,
    errorMessage: row.error_message,
  };
}

/** The stage is gone when the run has ended; what became of its rows is not. */
function countRows(counts: ModelCounts | null): number {
  const rows = Object.values(counts ?? {}).map(
    ({ added, updated, unchanged, skipped }) => added + updated + unchanged + skipped,
  );
  return rows.reduce((sum, count) => sum + count, 0);
}

/** The run that followed this one, where one was asked for while it was at work. */
export async function findFollowUp(
  db: Db,
  scope: AccountScope,
  syncRunId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select later.id from sync_runs run join sync_runs later using (organization_id, linked_account_id)
     where run.organization_id = ${scope.organizationId} and run.linked_account_id = ${scope.linkedAccountId}
       and run.id = ${syncRunId} and later.queued_at > run.queued_at
     order by later.queued_at limit 1`.execute(db);
  return rows[0]?.id;
}

function toPhase({ state, is_staged, is_ended }: ProgressRow): RunProgress['phase'] {
  if (is_ended) return 'ended';
  if (state === 'queued') return 'queued';
  return is_staged ? 'applying' : 'reading';
}

/** Accounts that can be read now: one, an organization's, or the whole deployment's. For the operator. */
export async function listReadableAccounts(
  db: Db,
  only: { linkedAccountId?: string; organizationId?: string },
): Promise<AccountScope[]> {
  let query = db
    .selectFrom('linked_accounts')
    .select(['id', 'organization_id'])
    .where('status', '=', 'COMPLETE')
    .where('paused_at', 'is', null)
    .orderBy('next_sync_at')
    .orderBy('id');
  if (only.linkedAccountId !== undefined) query = query.where('id', '=', only.linkedAccountId);
  if (only.organizationId !== undefined) query = query.where('organization_id', '=', only.organizationId);
  const rows = await query.execute();
  return rows.map((row) => ({ organizationId: row.organization_id, linkedAccountId: row.id }));
}

/** Whether some worker gave a sign of life lately, so that what is asked for is done. */
export async function isWorkerAlive(db: Db, deadAfterSeconds: number): Promise<boolean> {
  const { rows } = await sql`
    select from worker_heartbeats
     where seen_at > now() - make_interval(secs => ${deadAfterSeconds}::double precision) limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
