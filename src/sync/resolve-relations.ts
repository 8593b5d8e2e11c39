import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { keyEmployments, placeEmployments } from './employment-people.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { flagDuplicateKeys, placeByKey } from './place-keyed-records.ts';
import { employmentIdsSql, namedGroupsSql, namedManagersSql, namedPeopleSql } from './relation-queries.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Gives every row the ids that its body names: records by their keys, people by what identity found out. */
export async function resolveRelations(deps: SyncDeps, run: SyncRun): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await keyHomes(trx, run);
    for (const model of ['company', 'location', 'group'] as const) {
      await flagDuplicateKeys(trx, run, model);
      await placeByKey(trx, run, model);
    }
  });
  await inLeasedTransaction(deps, run, async (trx) => {
    await placeEmployments(trx, run);
    await keyEmployments(trx, run);
    await placeByKey(trx, run, 'employment');
  });
  await inLeasedTransaction(deps, run, async (trx) => {
    await relateEmployees(trx, run);
    await relateOthers(trx, run);
  });
}

/** A home is keyed by the person who lives there; it is applied if and only if the person is. */
async function keyHomes(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    update sync_stage s
       set source_key = 'home:' || person.record_id,
           problem = case when person.problem is not null then 'person_doubtful' end
      from sync_stage person
     where ${stageRows(run, 's', 'location')} and ${stageRows(run, 'person', 'employee')}
       and person.ordinal = s.owner_ordinal`.execute(trx);
}

async function relateEmployees(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    with company as materialized (select s.source_key, s.record_id from sync_stage s where ${stageRows(run, 's', 'company')} and s.problem is null),
    place as materialized (
      select s.source_key, s.owner_ordinal, s.record_id from sync_stage s
       where ${stageRows(run, 's', 'location')} and s.problem is null),
    named_groups as materialized (${namedGroupsSql(run)}),
    grouped as (
      select named_groups.ordinal, jsonb_agg(team.record_id order by named_groups.position) as ids
        from named_groups
        join sync_stage team on ${stageRows(run, 'team', 'group')} and team.problem is null
                            and team.source_key = named_groups.source_key
       group by named_groups.ordinal),
    employed as (${employmentIdsSql(run)}),
    named_managers as materialized (${namedManagersSql(run)}),
    named_people as materialized (${namedPeopleSql(run)}),
    only_people as (
      select kind, value, (array_agg(id))[1] as id from named_people
       group by kind, value having count(id) = count(*) and count(distinct id) = 1),
    managed as (
      select named_managers.ordinal, only_people.id as manager_id
        from named_managers join only_people using (kind, value)
       where only_people.id <> named_managers.record_id)
    update sync_stage s
       set relations = jsonb_build_object(
             'company', found.company, 'groups', coalesce(found.groups, '[]'),
             'employments', coalesce(found.employments, '[]'), 'home_location', found.home, 'work_location', found.office,
             'manager', found.manager, 'team', null, 'pay_group', null)
      from (select s.ordinal, company.record_id as company, grouped.ids as groups, employed.ids as employments,
                   home.record_id as home, office.record_id as office, managed.manager_id as manager
              from sync_stage s
              left join company on company.source_key = s.refs->>'company'
              left join grouped on grouped.ordinal = s.ordinal
              left join employed on employed.person_id = s.record_id
              left join place home on home.owner_ordinal = s.ordinal
              left join place office on office.owner_ordinal is null and office.source_key = s.refs->>'workLocation'
              left join managed on managed.ordinal = s.ordinal
             where ${stageRows(run, 's', 'employee')} and s.problem is null) found
     where ${stageRows(run, 's', 'employee')} and s.ordinal = found.ordinal`.execute(trx);
}

async function relateOthers(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    update sync_stage s set relations = jsonb_build_object('employee', s.person_id, 'pay_group', null)
     where ${stageRows(run, 's', 'employment')} and s.problem is null`.execute(trx);
  await sql`
    update sync_stage s set relations = '{"parent_group": null}'
     where ${stageRows(run, 's', 'group')} and s.problem is null`.execute(trx);
}
