import { sql, type RawBuilder } from 'kysely';
import type { Coverage } from './coverage.ts';
import { peopleSql } from './personal-records.ts';
import { stageRows, type StageOwner, type SyncRun } from './sync-run.ts';

/**
 * Living employments that this run did not see, although it may have: a row of the same day is of somebody we could not
 * name, or the person's rows did not show everything, so that a change of what they hide would have no row. They stay as
 * they are. Rows (id, employee_id, effective_date).
 */
export function retainedEmploymentsSql(run: StageOwner): RawBuilder<unknown> {
  return sql`
    select r.id, r.employee_id, r.effective_date
      from employments r
      left join (select distinct s.effective_date from sync_stage s
                  where ${stageRows(run, 's', 'employment')} and s.problem = 'person_unknown') unknown
        on unknown.effective_date = r.effective_date
      left join (select distinct s.person_id from sync_stage s
                  where ${stageRows(run, 's', 'employment')} and s.problem is null and s.kept_fields is not null) partial
        on partial.person_id = r.employee_id
      left join sync_stage s on ${stageRows(run, 's', 'employment')} and s.problem is null and s.record_id = r.id
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and s.record_id is null
       and (unknown.effective_date is not null or partial.person_id is not null)`;
}

/** Each person's employments, the oldest first: rows (person_id, ids). */
export function employmentIdsSql(run: SyncRun): RawBuilder<unknown> {
  return sql`
    select person_id, jsonb_agg(id order by effective_date nulls first, ordinal, id) as ids
      from (select s.person_id, s.record_id as id, s.effective_date, s.ordinal from sync_stage s
             where ${stageRows(run, 's', 'employment')} and s.problem is null
             union all
            select employee_id, id, effective_date, 0 from (${retainedEmploymentsSql(run)}) retained) each_one
     group by person_id`;
}

/**
 * Whom rows of the model name by the signal in `ref`: rows (ordinal, people, person_id), one for each row that names
 * anybody. No id for somebody in doubt, or where `people`, the number of those who fit, is not one.
 */
export function namedPersonSql(
  run: SyncRun,
  model: 'employee' | 'time_off',
  ref: 'manager' | 'approver',
  coverage: Coverage,
): RawBuilder<unknown> {
  return sql`
    with named as materialized (
      select s.ordinal, signal.kind, signal.value
        from sync_stage s cross join lateral jsonb_each_text(
               case jsonb_typeof(s.refs->${ref}) when 'object' then s.refs->${ref} else '{}' end) signal(kind, value)
       where ${stageRows(run, 's', model)} and s.problem is null),
    known as materialized (
      select signal.kind, signal.value, case
               when p.problem is null then p.record_id
               when cardinality(p.claimed_ids) = 1 then p.claimed_ids[1] end as id
        from (${peopleSql(run, coverage)}) p cross join lateral (values
               ('remoteId', p.person_remote_id), ('workEmail', p.work_email), ('nameKey', p.name_key)) signal(kind, value)
       where signal.value is not null),
    people as (
      select kind, value, count(*) as people, case when count(id) = count(*) and count(distinct id) = 1
               then (array_agg(id))[1] end as person_id
        from known group by kind, value)
    select named.ordinal, coalesce(people.people, 0) as people, people.person_id
      from named left join people on people.kind = named.kind and people.value = named.value`;
}

/** Which groups each staged employee names: rows (ordinal, source_key, position). */
export function namedGroupsSql(run: SyncRun): RawBuilder<unknown> {
  return sql`
    select s.ordinal, named.source_key, named.position
      from sync_stage s cross join lateral jsonb_array_elements_text(s.refs->'groups') with ordinality named(source_key, position)
     where ${stageRows(run, 's', 'employee')} and s.problem is null`;
}
