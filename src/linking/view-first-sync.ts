import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { countEmployees } from '../hris/count-employees.ts';
import type { SessionView } from './session-view.ts';

/**
 * How far the first sync has come. While it reads, the people that are staged stand for those that were read; a number
 * that is not known yet is null.
 */
export async function viewFirstSync(db: Db, linkedAccountId: string): Promise<SessionView['sync']> {
  const run = await db
    .selectFrom('sync_runs')
    .select(['id', 'state', 'started_at', 'staged_at', 'finished_at'])
    .where('linked_account_id', '=', linkedAccountId)
    .orderBy((order) => order('trigger', '=', 'link'), 'desc')
    .orderBy('queued_at', 'desc')
    .executeTakeFirst();
  if (!run) return null;
  return {
    state: run.state,
    phase: toPhase(run),
    employees:
      run.finished_at === null
        ? await countStaged(db, linkedAccountId, run.id)
        : await countEmployees(db, linkedAccountId),
    started_at: run.started_at && toApiTimestamp(run.started_at),
    finished_at: run.finished_at && toApiTimestamp(run.finished_at),
  };
}

function toPhase(run: {
  state: string;
  staged_at: string | null;
  finished_at: string | null;
}): NonNullable<SessionView['sync']>['phase'] {
  if (run.finished_at !== null) return 'ended';
  if (run.state === 'queued') return 'queued';
  return run.staged_at === null ? 'reading' : 'applying';
}

/** By the last row's number, which the primary key gives at once however many there are. */
async function countStaged(db: Db, linkedAccountId: string, runId: string): Promise<number | null> {
  const { rows } = await sql<{ last: number | null }>`
    select max(ordinal) as last from sync_stage
     where linked_account_id = ${linkedAccountId} and sync_run_id = ${runId} and model = 'employee'`.execute(
    db,
  );
  return rows[0]?.last ?? null;
}
