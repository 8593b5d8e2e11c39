import { sql, type RawBuilder } from 'kysely';
import type { Coverage } from './coverage.ts';
import type { RecordPlan } from './record-plans.ts';
import { retainedEmploymentsSql } from './relation-queries.ts';
import { claimedPeopleSql, stageRows, type StageOwner, type SyncRun } from './sync-run.ts';

/** A staged run whose rows were compared with the records. */
export type ComparedRun = StageOwner & Pick<SyncRun, 'isTargeted'>;

/** Complete runs in a row that must miss a person before its record is deleted. */
export const RUNS_UNTIL_DELETED = 2;

/** SQL: whoever has a last day, the record `r`, is terminated by it when gone from the source, and not deleted. */
export const IS_LEAVER = sql.raw(
  `(r.termination_date is not null and r.termination_date >= coalesce(r.start_date, r.termination_date))`,
);

/** The known living people whom no row claims: rows (id). */
export function missedPeopleSql(run: ComparedRun): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    select r.id
      from employees r
      left join (${claimedPeopleSql(run)}) seen on seen.id = r.id
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and seen.id is null`;
}

/** What a person agrees to delete by releasing the run: rows (id) of the model. */
export function plannedGoneSql(
  run: ComparedRun,
  plan: RecordPlan,
  coverage: Coverage,
): RawBuilder<{ id: string }> {
  const areMissedGone = coverage.models.has('employee') && !run.isTargeted;
  const people = areMissedGone
    ? sql<{ id: string }>`
        select r.id from employees r join (${missedPeopleSql(run)}) missed on missed.id = r.id
         where r.linked_account_id = ${run.scope.linkedAccountId} and not ${IS_LEAVER}`
    : sql<{ id: string }>`select null::uuid as id where false`;
  return plan.model === 'employee' ? people : goneOthersSql(run, plan, coverage, people);
}

/**
 * Records of the model that are gone: with the person, one of `deletedPeople`, whom they belong to, or because the reading would have
 * shown them. Rows (id).
 */
export function goneOthersSql(
  run: ComparedRun,
  plan: RecordPlan,
  coverage: Coverage,
  deletedPeople: RawBuilder<unknown>,
): RawBuilder<{ id: string }> {
  const owner = sql.raw(plan.owner);
  // Their rows are dropped before anybody compares.
  const isOfIgnored =
    plan.isPersonal || plan.model === 'location' ? sql`r.ignored_at is not null` : sql`false`;
  const retained = plan.model === 'employment' ? retainedEmploymentsSql(run) : sql`select null::uuid as id`;
  return sql<{ id: string }>`
    select r.id from ${sql.table(plan.table)} r
      left join sync_stage s on ${stageRows(run, 's', plan.model)} and s.problem is null and s.record_id = r.id
      left join (select distinct s.source_key from sync_stage s
                  where ${stageRows(run, 's', plan.model)} and s.problem is not null) doubtful
             on doubtful.source_key = r.source_key
      left join sync_stage person on ${stageRows(run, 'person', 'employee')} and person.problem is null
                                 and person.record_id = ${owner}
      left join (${deletedPeople}) deleted on deleted.id = ${owner}
      left join (${retained}) retained on retained.id = r.id
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and s.record_id is null
       and not ${isOfIgnored}
       and (deleted.id is not null
            or (doubtful.source_key is null and retained.id is null and ${isCovered(plan, coverage)}))`;
}

/** SQL: the reading would have shown the record `r`, whose owner's row is `person`, if it were there. */
function isCovered(plan: RecordPlan, coverage: Coverage): RawBuilder<unknown> {
  if (plan.model === 'location') return isLocationCovered(plan, coverage);
  if (!coverage.models.has(plan.model)) return sql`false`;
  const isPersonSeen =
    plan.isPersonal && coverage.models.has('employee') ? sql`person.record_id is not null` : sql`true`;
  if (plan.windowDay === null) return isPersonSeen;
  const windows = coverage.windows.filter((window) => window.model === plan.model);
  // Nobody knows then how far the reading looked.
  if (windows.length === 0) return sql`false`;
  const day = sql.raw(plan.windowDay);
  const inWindow = windows.map(({ from, to }) => sql`(${day} between ${from}::date and ${to}::date)`);
  return sql`${isPersonSeen} and coalesce(${sql.join(inWindow, sql` or `)}, false)`;
}

/** Offices come with the locations, homes with the people who live there. */
function isLocationCovered(plan: RecordPlan, coverage: Coverage): RawBuilder<unknown> {
  const owner = sql.raw(plan.owner);
  const isHomeSeen = sql`(person.record_id is not null and coalesce('home_location' <> all(person.kept_fields), true))`;
  return sql`
    case when ${owner} is null then ${coverage.models.has('location')}::boolean
         else ${coverage.models.has('employee')}::boolean and ${isHomeSeen} end`;
}
