import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { Coverage } from './coverage.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

const signalsOf = (alias: string) =>
  sql.raw(`(values (1, ${alias}.person_remote_id), (2, ${alias}.work_id), (3, ${alias}.work_email),
  (4, ${alias}.name_key || ' ' || ${alias}.birth_date), (5, ${alias}.name_key)) signal(rank, value)`);

/**
 * Whom a row may be about: the staged people, and beside them, where the reading did not cover people, the known ones whom no staged
 * row is about. Rows (problem, record_id, claimed_ids and the signals).
 */
export function peopleSql(run: SyncRun, coverage: Coverage): RawBuilder<unknown> {
  const staged = sql`
    select p.problem, p.record_id, p.claimed_ids, p.person_remote_id, p.work_id, p.work_email, p.name_key, p.birth_date
      from sync_stage p where ${stageRows(run, 'p', 'employee')}`;
  if (coverage.models.has('employee')) return staged;
  return sql`
    ${staged}
    union all
    select null, r.id, '{}', r.person_remote_id, r.work_id, r.work_email, r.name_key, r.birth_date
      from employees r
      left join (select distinct unnest(s.claimed_ids || s.record_id) as id from sync_stage s
                  where ${stageRows(run, 's', 'employee')}) staged on staged.id = r.id
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and staged.id is null`;
}

/**
 * Finds the person of each row of the model, by the strongest signal that is known there. A name alone must be the only
 * one of its kind, and no other signal may say otherwise.
 */
export async function placePersonalRows(
  trx: Trx,
  run: SyncRun,
  model: RecordModel,
  coverage: Coverage,
): Promise<void> {
  await sql`
    with person as materialized (
      select signal.rank, signal.value, p.problem, p.record_id, p.work_id, p.work_email, p.birth_date
        from (${peopleSql(run, coverage)}) p cross join lateral ${signalsOf('p')}
       where signal.value is not null),
    people as materialized (
      select rank, value, count(*) as row_count, bool_or(problem is not null) as is_doubtful,
             (array_agg(record_id))[1] as record_id, max(work_id) as work_id, max(work_email) as work_email,
             max(birth_date) as birth_date
        from person group by rank, value),
    staged as materialized (
      select s.ordinal, signal.rank, signal.value, s.work_id, s.work_email, s.birth_date
        from sync_stage s cross join lateral ${signalsOf('s')}
       where ${stageRows(run, 's', model)} and signal.value is not null),
    best as (
      select distinct on (staged.ordinal) staged.ordinal, people.record_id, people.row_count, people.is_doubtful
        from staged join people on people.rank = staged.rank and people.value = staged.value
       where staged.rank < 5 or people.row_count > 1
          or not coalesce(people.work_id <> staged.work_id or people.work_email <> staged.work_email
                          or people.birth_date <> staged.birth_date, false)
       order by staged.ordinal, staged.rank)
    update sync_stage s
       set person_id = case when best.row_count = 1 and not best.is_doubtful then best.record_id end,
           problem = case when best.ordinal is null then 'person_unknown'
                          when best.is_doubtful then 'person_doubtful'
                          when best.row_count > 1 then 'person_unknown' end
      from sync_stage every left join best on best.ordinal = every.ordinal
     where ${stageRows(run, 's', model)} and ${stageRows(run, 'every', model)}
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
