import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { effectiveStatus } from '../hris/employment-status.ts';
import { dayFor } from '../hris/lifecycle.ts';
import type { CalendarDate } from '../lib/calendar-date.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

interface DatedRow {
  ordinal: number;
  source_status: string | null;
  start_date: CalendarDate | null;
  termination_date: CalendarDate | null;
  staged_status: string | null;
  known_start_date: CalendarDate | null;
  known_termination_date: CalendarDate | null;
  known_status: string | null;
}

/**
 * Settles the statuses of staged people for `today`: a day that has come for a record stays, whatever the clock that
 * staged says, and the day may be another one than that of the staging. So what only the calendar moved is no
 * difference to the records.
 */
export async function settleStagedStatuses(trx: Trx, run: SyncRun, today: CalendarDate): Promise<void> {
  // Staged by this attempt a moment ago, and nobody is known whom a day could have come for.
  if (run.isInitial && run.staged === null) return;
  const settled = (await listDatedRows(trx, run, today)).flatMap((row) => {
    const status = statusOn(row, today);
    return status === row.staged_status ? [] : [{ ordinal: row.ordinal, status }];
  });
  if (settled.length === 0) return;
  await sql`
    update sync_stage s set employment_status = settled.status
      from json_to_recordset(${JSON.stringify(settled)}::json) settled(ordinal integer, status text)
     where ${stageRows(run, 's', 'employee')} and s.ordinal = settled.ordinal`.execute(trx);
}

function statusOn(row: DatedRow, today: CalendarDate): string | null {
  const { start_date, termination_date } = row;
  const come = {
    startedOn: row.known_status === 'PENDING' ? null : row.known_start_date,
    terminatedOn: row.known_status === 'INACTIVE' ? row.known_termination_date : null,
  };
  const day = dayFor(come, { startDate: start_date, terminationDate: termination_date }, today);
  const { source_status: sourceStatus } = row;
  return effectiveStatus({ sourceStatus, startDate: start_date, terminationDate: termination_date }, day);
}

/** Whose status and dates do not go together on the day, or with what their record says; that is few people. */
async function listDatedRows(trx: Trx, run: SyncRun, today: CalendarDate): Promise<DatedRow[]> {
  const { rows } = await sql<DatedRow>`
    with dated as materialized (
      select s.ordinal, s.record_id, s.source_status, s.employment_status as staged_status, s.start_date, s.termination_date
        from sync_stage s where ${stageRows(run, 's', 'employee')} and s.problem is null)
    select dated.ordinal, dated.source_status, dated.staged_status, dated.start_date::text, dated.termination_date::text,
           r.start_date::text as known_start_date, r.termination_date::text as known_termination_date,
           r.employment_status as known_status
      from dated left join employees r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = dated.record_id
     where (dated.termination_date < ${today}::date) <> coalesce(dated.staged_status = 'INACTIVE', false)
        or (dated.start_date > ${today}::date) <> coalesce(dated.staged_status = 'PENDING', false)
        or (r.employment_status = 'INACTIVE' and dated.staged_status is distinct from 'INACTIVE'
            and r.termination_date = dated.termination_date)
        or (r.employment_status is distinct from 'PENDING' and dated.staged_status = 'PENDING'
            and r.start_date = dated.start_date)`.execute(trx);
  return rows;
}
