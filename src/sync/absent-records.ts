import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { Coverage } from './coverage.ts';
import { goneOthersSql, IS_LEAVER, missedPeopleSql, RUNS_UNTIL_DELETED } from './gone-records.ts';
import { insertEventsSql } from './record-events.ts';
import { tombstoneSql } from './record-bodies.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import { keepVersionsSql, STATE_BEFORE } from './record-versions.ts';
import type { SyncRun } from './sync-run.ts';

/** What a deletion changes, as events and versions tell it. */
export const DELETION = JSON.stringify([{ field: 'remote_was_deleted', before: false, after: true }]);

/** Counts one more run for everybody whom no row claims; by releasing a run a person agreed that they are gone. */
export async function countMissedEmployees(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    update employees r set missed_runs = greatest(r.missed_runs + 1, ${run.isReleased ? RUNS_UNTIL_DELETED : 1}::integer)
      from (${missedPeopleSql(run)}) missed
     where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = missed.id`.execute(trx);
}

/** The source is as it was when somebody was missed: they are missed once more. Returns whether anybody is. */
export async function countStillMissed(trx: Trx, run: SyncRun): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update employees r set missed_runs = r.missed_runs + 1
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted
       and r.missed_runs between 1 and ${RUNS_UNTIL_DELETED - 1}::integer`.execute(trx);
  return Number(numAffectedRows) > 0;
}

/** People first: what belongs to them goes with them. Returns how many by model. */
export async function tombstoneAbsent(
  trx: Trx,
  run: SyncRun,
  coverage: Coverage,
): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {};
  const peopleFirst = RECORD_PLANS.toSorted(
    (a, b) => Number(b.model === 'employee') - Number(a.model === 'employee'),
  );
  for (const plan of peopleFirst) deleted[plan.model] = await tombstoneRecords(trx, run, plan, coverage);
  return deleted;
}

/**
 * Deletes softly what is gone and announces it: people after two complete runs without them; everything else at once,
 * but what belongs to a person only where this run saw the person, or together with the person; and nothing that lies
 * outside of what the reading covered. Returns how many.
 */
async function tombstoneRecords(
  trx: Trx,
  run: SyncRun,
  plan: RecordPlan,
  coverage: Coverage,
): Promise<number> {
  const gone =
    plan.model === 'employee'
      ? goneEmployees(run, coverage)
      : goneOthersSql(run, plan, coverage, deletedPeople(run));
  const { numAffectedRows } = await sql`
    with gone as (${gone}),
    before as (
      select r.id, ${sql.raw(STATE_BEFORE)}
        from ${sql.table(plan.table)} r join gone on gone.id = r.id
       where r.linked_account_id = ${run.scope.linkedAccountId}),
    deleted as (
      update ${sql.table(plan.table)} r
         set remote_was_deleted = true, body = ${sql.raw(tombstoneSql(plan))}, sequence = r.sequence + 1, modified_at = now()
        from before
       where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = before.id
      returning r.id, r.body, r.sequence, before.old_body, before.old_sequence, before.old_modified_at,
                ${DELETION}::json as changes),
    kept as (${keepVersionsSql(run, plan, 'deleted')})
    ${insertEventsSql(run, plan, 'deleted', 'deleted')}`.execute(trx);
  return Number(numAffectedRows);
}

function goneEmployees(run: SyncRun, coverage: Coverage): RawBuilder<unknown> {
  return sql`
    select r.id from employees r
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted
       and ${coverage.models.has('employee')}::boolean and r.missed_runs >= ${RUNS_UNTIL_DELETED}::integer
       and not ${IS_LEAVER}`;
}

const deletedPeople = (run: SyncRun): RawBuilder<unknown> => sql`
  select id from employees where linked_account_id = ${run.scope.linkedAccountId} and remote_was_deleted`;
