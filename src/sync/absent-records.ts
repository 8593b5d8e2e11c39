import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { Coverage } from './coverage.ts';
import { insertEventsSql } from './record-events.ts';
import { tombstoneSql } from './record-bodies.ts';
import type { RecordPlan } from './record-plans.ts';
import { retainedEmploymentsSql } from './relation-queries.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Complete runs in a row that must miss a person before its record is deleted. */
const RUNS_UNTIL_DELETED = 2;

/** Counts one more run for everybody whom no row claims. */
export async function countMissedEmployees(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    with seen as (
      select unnest(s.claimed_ids || s.record_id) as id from sync_stage s where ${stageRows(run, 's', 'employee')})
    update employees r set missed_runs = r.missed_runs + 1
      from (select known.id
              from employees known left join (select distinct id from seen) seen on seen.id = known.id
             where known.linked_account_id = ${run.scope.linkedAccountId} and not known.remote_was_deleted
               and seen.id is null) gone
     where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = gone.id`.execute(trx);
}

/**
 * Deletes softly what is gone and announces it: people after two complete runs without them; everything else at once,
 * but what belongs to a person only where this run saw the person, or together with the person; and nothing that lies
 * outside of what the reading covered. Returns how many.
 */
export async function tombstoneRecords(
  trx: Trx,
  run: SyncRun,
  plan: RecordPlan,
  coverage: Coverage,
): Promise<number> {
  const gone = plan.model === 'employee' ? goneEmployees(run, coverage) : goneOthers(run, plan, coverage);
  const { numAffectedRows } = await sql`
    with gone as (${gone}),
    deleted as (
      update ${sql.table(plan.table)} r
         set remote_was_deleted = true, body = ${sql.raw(tombstoneSql(plan))}, sequence = r.sequence + 1, modified_at = now()
        from gone
       where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = gone.id
      returning r.id, r.body, r.sequence)
    ${insertEventsSql(run, plan, 'deleted', 'deleted')}`.execute(trx);
  return Number(numAffectedRows);
}

function goneEmployees(run: SyncRun, coverage: Coverage): RawBuilder<unknown> {
  return sql`
    select r.id from employees r
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted
       and ${coverage.models.has('employee')}::boolean and r.missed_runs >= ${RUNS_UNTIL_DELETED}`;
}

function goneOthers(run: SyncRun, plan: RecordPlan, coverage: Coverage): RawBuilder<unknown> {
  const owner = sql.raw(plan.owner);
  const retained = plan.model === 'employment' ? retainedEmploymentsSql(run) : sql`select null::uuid as id`;
  return sql`
    select r.id from ${sql.table(plan.table)} r
      left join sync_stage s on ${stageRows(run, 's', plan.model)} and s.problem is null and s.record_id = r.id
      left join (select distinct s.source_key from sync_stage s
                  where ${stageRows(run, 's', plan.model)} and s.problem is not null) doubtful
             on doubtful.source_key = r.source_key
      left join sync_stage person on ${stageRows(run, 'person', 'employee')} and person.problem is null
                                 and person.record_id = ${owner}
      left join employees deleted on deleted.linked_account_id = ${run.scope.linkedAccountId} and deleted.id = ${owner}
                                 and deleted.remote_was_deleted
      left join (${retained}) retained on retained.id = r.id
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and s.record_id is null
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
  const isHomeSeen = sql`(person.record_id is not null and not 'home_location' = any(person.kept_fields))`;
  return sql`
    case when ${owner} is null then ${coverage.models.has('location')}::boolean
         else ${coverage.models.has('employee')}::boolean and ${isHomeSeen} end`;
}
