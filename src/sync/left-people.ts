import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import { SIGNALS } from './personal-records.ts';
import { claimedPeopleSql, stageRows, type SyncRun } from './sync-run.ts';

/** What the row or record `alias` tells of its person, the strongest first: rows (rank, value). */
const signalsOf = (alias: string) => {
  const values = SIGNALS.map((signal, place) => `(${place}, ${signal(alias)})`);
  return sql.raw(`(values ${values.join(', ')}) signal(rank, value)`);
};
const NAME_ALONE = SIGNALS.length - 1;

/**
 * Rows that nobody in the roster claims, but whose person is known and gone: a source may go on telling of people who left. They are
 * left out, and that is no doubt.
 */
export async function flagRowsOfLeavers(trx: Trx, run: SyncRun, model: RecordModel): Promise<void> {
  if (!(await hasUnknownPeople(trx, run, model))) return;
  await sql`
    with absent as materialized (
      select signal.rank, signal.value, r.work_id, r.work_email, r.birth_date
        from (select known.* from employees known
                left join (${claimedPeopleSql(run)}) staged on staged.id = known.id
               where known.linked_account_id = ${run.scope.linkedAccountId} and staged.id is null) r
        cross join lateral ${signalsOf('r')}
       where signal.value is not null),
    unplaced as materialized (
      select s.ordinal, signal.rank, signal.value, s.work_id, s.work_email, s.birth_date
        from sync_stage s cross join lateral ${signalsOf('s')}
       where ${stageRows(run, 's', model)} and s.problem = 'person_unknown' and signal.value is not null),
    leavers as (
      select distinct unplaced.ordinal
        from unplaced join absent on absent.rank = unplaced.rank and absent.value = unplaced.value
       where unplaced.rank < ${NAME_ALONE}::integer
          or not coalesce(absent.work_id <> unplaced.work_id or absent.work_email <> unplaced.work_email
                          or absent.birth_date <> unplaced.birth_date, false))
    update sync_stage s set problem = 'person_left'
      from leavers
     where ${stageRows(run, 's', model)} and s.ordinal = leavers.ordinal`.execute(trx);
}

async function hasUnknownPeople(trx: Trx, run: SyncRun, model: RecordModel): Promise<boolean> {
  const { rows } = await sql`
    select 1 from sync_stage s where ${stageRows(run, 's', model)} and s.problem = 'person_unknown' limit 1`.execute(
    trx,
  );
  return rows.length > 0;
}
