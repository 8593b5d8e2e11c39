import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { insertEventsSql } from './record-events.ts';
import { bodySql, changesSql } from './record-bodies.ts';
import type { RecordPlan } from './record-plans.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Inserts the records that nobody knew, and announces them. Returns how many. */
export async function createRecords(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<number> {
  const columns = Object.keys(plan.columns).map((column) => `, ${column}`);
  const values = Object.values(plan.columns).map((value) => `, ${value}`);
  const { numAffectedRows } = await sql`
    with added as (
      insert into ${sql.table(plan.table)}
             (linked_account_id, id, source_key, remote_id, fingerprint, body, remote_data, enum_origins, sequence,
              created_at, modified_at ${sql.raw(columns.join(''))})
      select s.linked_account_id, s.record_id, s.source_key, s.remote_id, s.fingerprint, ${sql.raw(bodySql(plan, 'now()'))},
             s.remote_data, s.enum_origins, 1, now(), now() ${sql.raw(values.join(''))}
        from sync_stage s
       where ${stageRows(run, 's', plan.model)} and s.action = 'create'
       order by s.ordinal
      returning id, body, sequence)
    ${insertEventsSql(run, plan, 'created', 'added')}`.execute(trx);
  return Number(numAffectedRows);
}

/** Rewrites the records that differ or come back, and announces what changed in them. Returns how many. */
export async function updateRecords(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<number> {
  const { numAffectedRows } = await sql`
    with before as (
      select s.*, r.body as old_body, ${sql.raw(bodySql(plan, 'r.created_at'))} as new_body
        from sync_stage s
        join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
       where ${stageRows(run, 's', plan.model)} and s.action = 'update'),
    updated as (
      update ${sql.table(plan.table)} r
         set ${sql.raw(assignments(plan))}, fingerprint = s.fingerprint, body = s.new_body, remote_id = s.remote_id,
             remote_was_deleted = false, sequence = r.sequence + 1, modified_at = now()
        from before s
       where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
      returning r.id, s.old_body, r.body, r.sequence)
    ${insertEventsSql(run, plan, 'updated', 'updated', changesSql(plan, 'old_body', 'body'))}`.execute(trx);
  return Number(numAffectedRows);
}

/** Renews what stands beside the bodies. Nobody is told: `modified_at` and `sequence` stay. */
export async function refreshRecords(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  await sql`
    update ${sql.table(plan.table)} r set ${sql.raw(assignments(plan))}
      from sync_stage s
     where ${stageRows(run, 's', plan.model)} and s.action = 'refresh'
       and r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id`.execute(trx);
}

function assignments(plan: RecordPlan): string {
  const columns = Object.entries(plan.columns).map(([column, value]) => `${column} = ${value}, `);
  return `${columns.join('')} source_key = s.source_key, remote_data = s.remote_data, enum_origins = s.enum_origins, missed_runs = 0`;
}

/**
 * The columns that the employee filters read off the current employment: the last one that has begun by `today`.
 * They are no part of the body, so this is no change of the employee.
 */
export async function refreshCurrentEmployments(trx: Trx, run: SyncRun, today: string): Promise<void> {
  await sql`
    update employees r set job_title = newest.job_title, employment_type = newest.employment_type
      from (select distinct on (e.employee_id) e.employee_id, e.body->>'job_title' as job_title,
                   e.body->>'employment_type' as employment_type
              from employments e
             where e.linked_account_id = ${run.scope.linkedAccountId} and not e.remote_was_deleted
             order by e.employee_id, coalesce(e.effective_date > ${today}::date, false), e.effective_date desc nulls last,
                      e.source_key desc) newest
     where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = newest.employee_id
       and (r.job_title is distinct from newest.job_title or r.employment_type is distinct from newest.employment_type)`.execute(
    trx,
  );
}
