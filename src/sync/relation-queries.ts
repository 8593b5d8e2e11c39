import { sql, type RawBuilder } from 'kysely';
import { stageRows, type SyncRun } from './sync-run.ts';

/**
 * Living employments that this run did not see, although it may have: a row of the same day is of somebody we could not
 * name. They stay as they are. Rows (id, employee_id, effective_date).
 */
export function retainedEmploymentsSql(run: SyncRun): RawBuilder<unknown> {
  return sql`
    select r.id, r.employee_id, r.effective_date
      from employments r
      join (select distinct s.effective_date from sync_stage s
             where ${stageRows(run, 's', 'employment')} and s.problem = 'person_unknown') unknown
        on unknown.effective_date = r.effective_date
      left join sync_stage s on ${stageRows(run, 's', 'employment')} and s.problem is null and s.record_id = r.id
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and s.record_id is null`;
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

/** Staged people by what a manager is named by: rows (kind, value, id); no id for somebody in doubt. */
export function namedPeopleSql(run: SyncRun): RawBuilder<unknown> {
  return sql`
    select signal.kind, signal.value, case
             when p.problem is null then p.record_id
             when cardinality(p.claimed_ids) = 1 then p.claimed_ids[1] end as id
      from sync_stage p cross join lateral (values ('workEmail', p.work_email), ('nameKey', p.name_key)) signal(kind, value)
     where ${stageRows(run, 'p', 'employee')} and signal.value is not null`;
}

/** Whom each staged employee names as manager: rows (ordinal, record_id, kind, value). */
export function namedManagersSql(run: SyncRun): RawBuilder<unknown> {
  return sql`
    select s.ordinal, s.record_id, named.kind, named.value
      from sync_stage s cross join lateral jsonb_each_text(
             case jsonb_typeof(s.refs->'manager') when 'object' then s.refs->'manager' else '{}' end) named(kind, value)
     where ${stageRows(run, 's', 'employee')} and s.problem is null`;
}

/** Which groups each staged employee names: rows (ordinal, source_key, position). */
export function namedGroupsSql(run: SyncRun): RawBuilder<unknown> {
  return sql`
    select s.ordinal, named.source_key, named.position
      from sync_stage s cross join lateral jsonb_array_elements_text(s.refs->'groups') with ordinality named(source_key, position)
     where ${stageRows(run, 's', 'employee')} and s.problem is null`;
}
