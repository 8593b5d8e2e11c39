import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { insertEventsSql } from './record-events.ts';
import { bodySql, changesSql } from './record-bodies.ts';
import type { RecordPlan } from './record-plans.ts';
import { keepVersionsSql, STATE_BEFORE } from './record-versions.ts';
import { CONTENTS } from './stage-contents.ts';
import { stageRows, type RecordWriter, type SyncRun } from './sync-run.ts';

/** Of a staged row, what goes into its record beside the contents. */
const WRITTEN = `s.linked_account_id, s.sync_run_id, s.model, s.ordinal,
  s.contents_run_id, s.contents_ordinal, s.record_id, s.source_key, s.remote_id, s.fingerprint,
  s.beside_hash, s.person_remote_id, s.work_id, s.work_email, s.personal_email, s.name_key, s.birth_date, s.effective_date,
  s.start_date, s.termination_date, s.employment_status, s.source_status, s.person_id, s.relations`;

/** Inserts the records that nobody knew, and announces them. Returns how many. */
export async function createRecords(
  trx: Trx,
  run: SyncRun,
  plan: RecordPlan,
  today: string,
): Promise<number> {
  const isPerson = plan.model === 'employee';
  const typed = { ...plan.columns, ...(isPerson && CURRENT_EMPLOYMENT) };
  const columns = Object.keys(typed).map((column) => `, ${column}`);
  const cells = Object.values(typed).map((value) => `, ${value}`);
  const { numAffectedRows } = await sql`
    with added as (
      insert into ${sql.table(plan.table)}
             (linked_account_id, id, source_key, remote_id, fingerprint, beside_hash, body, remote_data, enum_origins, sequence,
              created_at, modified_at ${sql.raw(columns.join(''))})
      select s.linked_account_id, s.record_id, s.source_key, s.remote_id, s.fingerprint, s.beside_hash,
             ${sql.raw(bodySql(plan, 'now()'))}, c.remote_data, c.enum_origins, 1, now(), now() ${sql.raw(cells.join(''))}
        from (select ${sql.raw(WRITTEN)} ${isPerson ? sql`, newest.typed as newest` : sql``} from sync_stage s
                ${isPerson ? sql`left join (${stagedEmploymentsSql(run, today)}) newest on newest.person_id = s.record_id` : sql``}
               where ${stageRows(run, 's', plan.model)} and s.action = 'create'
               order by s.ordinal offset 0) s
        ${CONTENTS}
      returning id, sequence)
    ${insertEventsSql(run, plan, 'created', 'added')}`.execute(trx);
  return Number(numAffectedRows);
}

/** Renewed in every run and every day, but written with the record to begin with. */
const CURRENT_EMPLOYMENT = { job_title: 's.newest[1]', employment_type: 's.newest[2]' };

/** Each staged person's current employment, by the same order as `refreshCurrentEmployments`. */
const stagedEmploymentsSql = (run: SyncRun, today: string) => sql`
  select s.person_id, c.typed
    from (select distinct on (e.person_id) e.linked_account_id, e.sync_run_id, e.model, e.ordinal, e.contents_run_id,
                   e.contents_ordinal, e.person_id
            from sync_stage e
           where ${stageRows(run, 'e', 'employment')} and e.problem is null
           order by e.person_id, coalesce(e.effective_date > ${today}::date, false), e.effective_date desc nulls last,
                    e.source_key desc offset 0) s
         ${CONTENTS} offset 0`;

/** Rewrites the records that differ or come back, and announces what changed in them. Returns how many. */
export async function updateRecords(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<number> {
  const { numAffectedRows } = await sql`
    with before as (
      select s.record_id, s.fingerprint, s.remote_id, ${sql.raw(STATE_BEFORE)}, ${sql.raw(bodySql(plan, 'r.created_at'))} as new_body,
             ${sql.raw(values(plan))}
        from sync_stage s
        join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
        ${CONTENTS}
       where ${stageRows(run, 's', plan.model)} and s.action = 'update'),
    updated as (
      update ${sql.table(plan.table)} r
         set ${sql.raw(assignments(plan))}, body = s.new_body, remote_id = s.remote_id,
             remote_was_deleted = false, sequence = r.sequence + 1, modified_at = now()
        from before s
       where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
      returning r.id, r.body, r.sequence, s.old_body, s.old_sequence, s.old_modified_at),
    told as materialized (
      select updated.*, ${sql.raw(changesSql(plan, 'old_body', 'body'))} as changes from updated),
    kept as (${keepVersionsSql(run, plan, 'told')})
    ${insertEventsSql(run, plan, 'updated', 'told', 'changes')}`.execute(trx);
  return Number(numAffectedRows);
}

/** Renews what stands beside the bodies. Nobody is told: `modified_at` and `sequence` stay. */
export async function refreshRecords(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  await sql`
    update ${sql.table(plan.table)} r set ${sql.raw(assignments(plan))}
      from (select s.record_id, s.fingerprint, ${sql.raw(values(plan))} from sync_stage s ${CONTENTS}
             where ${stageRows(run, 's', plan.model)} and s.action = 'refresh' offset 0) s
     where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id`.execute(trx);
}

/** What stands beside a record's body, by its column: SQL over the staged row `s` and its contents `c`. */
const besideBody = (plan: RecordPlan): [string, string][] =>
  Object.entries({
    ...plan.columns,
    source_key: 's.source_key',
    beside_hash: 's.beside_hash',
    remote_data: 'c.remote_data',
    enum_origins: 'c.enum_origins',
  });

const values = (plan: RecordPlan): string =>
  besideBody(plan)
    .map(([column, value]) => `${value} as new_${column}`)
    .join(', ');

const assignments = (plan: RecordPlan): string =>
  `${besideBody(plan)
    .map(([column]) => `${column} = s.new_${column}, `)
    .join('')} fingerprint = s.fingerprint, missed_runs = 0`;

/** Nobody was known before this transaction. */
export async function areAllNew(trx: Trx, run: SyncRun): Promise<boolean> {
  const { rows } = await sql`
    select from employees where linked_account_id = ${run.scope.linkedAccountId} and created_at < now() limit 1`.execute(
    trx,
  );
  return rows.length === 0;
}

/**
 * The columns that the employee filters read off the current employment: the last one that has begun by `today`.
 * They are no part of the body, so this is no change of the employee.
 */
export async function refreshCurrentEmployments(trx: Trx, run: RecordWriter, today: string): Promise<void> {
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
