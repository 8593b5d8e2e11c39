import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { Coverage } from './coverage.ts';
import { employmentIdsSql, namedGroupsSql, namedPersonSql } from './relation-queries.ts';
import { organizationHeadSql } from './organization-head.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** A manager is one person who is named, and somebody else; the head of the organization has none. */
export async function relateEmployees(trx: Trx, run: SyncRun, coverage: Coverage): Promise<void> {
  await sql`
    with company as materialized (${byKey(run, 'company')}),
    home as materialized (
      select s.owner_ordinal, s.record_id from sync_stage s
       where ${stageRows(run, 's', 'location')} and s.problem is null and s.owner_ordinal is not null),
    office as materialized (
      select s.source_key, s.record_id from sync_stage s
       where ${stageRows(run, 's', 'location')} and s.problem is null and s.owner_ordinal is null),
    team as materialized (${byKey(run, 'team')}),
    pay_group as materialized (${byKey(run, 'pay_group')}),
    named_groups as materialized (${namedGroupsSql(run)}),
    grouped as (
      select named_groups.ordinal, jsonb_agg(team.record_id order by named_groups.position) as ids
        from named_groups
        join sync_stage team on ${stageRows(run, 'team', 'group')} and team.problem is null
                            and team.source_key = named_groups.source_key
       group by named_groups.ordinal),
    employed as (${employmentIdsSql(run)}),
    named as materialized (${namedPersonSql(run, 'employee', 'manager', coverage)}),
    head as materialized (${organizationHeadSql(run)})
    update sync_stage s
       set relations = jsonb_build_object(
             'company', found.company, 'groups', coalesce(found.groups, '[]'),
             'employments', coalesce(found.employments, '[]'), 'home_location', found.home, 'work_location', found.office,
             'manager', found.manager, 'team', found.team, 'pay_group', found.pay_group)
      from (select s.ordinal, company.record_id as company, grouped.ids as groups, employed.ids as employments,
                   home.record_id as home, office.record_id as office, team.record_id as team, pay_group.record_id as pay_group,
                   case when named.person_id <> s.record_id and head.ordinal is null then named.person_id end as manager
              from sync_stage s
              left join company on company.source_key = s.refs->>'company'
              left join grouped on grouped.ordinal = s.ordinal
              left join employed on employed.person_id = s.record_id
              left join home on home.owner_ordinal = s.ordinal
              left join office on office.source_key = s.refs->>'workLocation'
              left join team on team.source_key = s.refs->>'team'
              left join pay_group on pay_group.source_key = s.refs->>'payGroup'
              left join named on named.ordinal = s.ordinal
              left join head on head.ordinal = s.ordinal
             where ${stageRows(run, 's', 'employee')} and s.problem is null) found
     where ${stageRows(run, 's', 'employee')} and s.ordinal = found.ordinal`.execute(trx);
}

const byKey = (run: SyncRun, model: 'company' | 'team' | 'pay_group') => sql`
  select s.source_key, s.record_id from sync_stage s where ${stageRows(run, 's', model)} and s.problem is null`;
