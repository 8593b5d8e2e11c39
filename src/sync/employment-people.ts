import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

const signalsOf = (alias: string) => sql.raw(`(values (1, ${alias}.person_remote_id), (2, ${alias}.work_id), (3, ${alias}.work_email),
  (4, ${alias}.name_key || ' ' || ${alias}.birth_date), (5, ${alias}.name_key)) signal(rank, value)`);

/**
 * Finds the person of each employment among the staged employees, by the strongest signal that is known there. A name
 * alone must be the only one of its kind, and no other signal may say otherwise.
 */
export async function placeEmployments(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    with people as (
      select signal.rank, signal.value, count(*) as row_count, bool_or(p.problem is not null) as is_doubtful,
             (array_agg(p.record_id))[1] as record_id, max(p.work_id) as work_id, max(p.work_email) as work_email,
             max(p.birth_date) as birth_date
        from sync_stage p cross join lateral ${signalsOf('p')}
       where ${stageRows(run, 'p', 'employee')} and signal.value is not null
       group by signal.rank, signal.value),
    best as (
      select distinct on (s.ordinal) s.ordinal, people.record_id, people.row_count, people.is_doubtful
        from sync_stage s cross join lateral ${signalsOf('s')}
        join people on people.rank = signal.rank and people.value = signal.value
       where ${stageRows(run, 's', 'employment')}
         and (signal.rank < 5 or people.row_count > 1
              or not coalesce(people.work_id <> s.work_id or people.work_email <> s.work_email or people.birth_date <> s.birth_date, false))
       order by s.ordinal, signal.rank)
    update sync_stage s
       set person_id = case when best.row_count = 1 and not best.is_doubtful then best.record_id end,
           problem = case when best.ordinal is null then 'person_unknown'
                          when best.is_doubtful then 'person_doubtful'
                          when best.row_count > 1 then 'person_unknown' end
      from sync_stage every left join best on best.ordinal = every.ordinal
     where ${stageRows(run, 's', 'employment')} and ${stageRows(run, 'every', 'employment')}
       and every.ordinal = s.ordinal`.execute(trx);
}

/** `<employee id>:<effective date>`, and `:2`, `:3` for further changes of one day, in the source's order. */
export async function keyEmployments(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    update sync_stage s
       set source_key = s.person_id || ':' || coalesce(s.effective_date::text, 'none') ||
                        case when ranked.place > 1 then ':' || ranked.place else '' end
      from (select s.ordinal, row_number() over (partition by s.person_id, s.effective_date order by s.ordinal) as place
              from sync_stage s where ${stageRows(run, 's', 'employment')} and s.problem is null) ranked
     where ${stageRows(run, 's', 'employment')} and s.ordinal = ranked.ordinal`.execute(trx);
}
