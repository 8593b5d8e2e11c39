import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { insertEventsSql } from './record-events.ts';
import { TOMBSTONE_BODY, type RecordPlan } from './record-plans.ts';
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
 * but what belongs to a person only where this run saw the person, or together with the person. Returns how many.
 */
export async function tombstoneRecords(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<number> {
  const { numAffectedRows } = await sql`
    with gone as (${plan.model === 'employee' ? goneEmployees(run) : goneOthers(run, plan)}),
    deleted as (
      update ${sql.table(plan.table)} r
         set remote_was_deleted = true, body = ${sql.raw(TOMBSTONE_BODY)}, sequence = r.sequence + 1, modified_at = now()
        from gone
       where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = gone.id
      returning r.id, r.body, r.sequence)
    ${insertEventsSql(run, `${plan.model}.deleted`, 'deleted')}`.execute(trx);
  return Number(numAffectedRows);
}

function goneEmployees(run: SyncRun): RawBuilder<unknown> {
  return sql`
    select r.id from employees r
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted
       and r.missed_runs >= ${RUNS_UNTIL_DELETED}`;
}

function goneOthers(run: SyncRun, plan: RecordPlan): RawBuilder<unknown> {
  const owner = sql.raw(plan.owner);
  const retained = plan.model === 'employment' ? retainedEmploymentsSql(run) : sql`select null::uuid as id`;
  return sql`
    select r.id from ${sql.table(plan.table)} r
      left join sync_stage s on ${stageRows(run, 's', plan.model)} and s.problem is null and s.record_id = r.id
      left join sync_stage person on ${stageRows(run, 'person', 'employee')} and person.problem is null
                                 and person.record_id = ${owner}
      left join employees deleted on deleted.linked_account_id = ${run.scope.linkedAccountId} and deleted.id = ${owner}
                                 and deleted.remote_was_deleted
      left join (${retained}) retained on retained.id = r.id
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted
       and s.record_id is null and retained.id is null
       and (${owner} is null or person.record_id is not null or deleted.id is not null)`;
}
