import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { hidesRows, type HiddenFields } from '../hris/hidden-fields.ts';
import { hasAnySql, withNullsSql, withoutSql } from './hidden-sql.ts';
import { inBatches, NO_ID } from './in-batches.ts';
import { SIGNAL_FIELDS } from './keyed-signals.ts';
import { lockCalendar } from './lock-calendar.ts';
import type { RecordPlan } from './record-plans.ts';

const BATCH_RECORDS = 1000;

/** One model of one account, and what its scopes hide. */
export interface HiddenPart {
  organizationId: string;
  linkedAccountId: string;
  plan: RecordPlan;
  hidden: HiddenFields;
}

/** Nulls the hidden fields of the model's records, and deletes what stands of them beside the bodies. */
export async function rewriteRecords(db: Db, part: HiddenPart): Promise<void> {
  await inBatches(db, part.linkedAccountId, NO_ID, (trx, after) => rewriteBatch(trx, part, after));
  const { linkedAccountId, plan, hidden } = part;
  const sealed = [...hidden.fields[plan.model]];
  await sql`
    delete from sealed_fields where linked_account_id = ${linkedAccountId} and model = ${plan.model}
       and field = any(${sealed}::text[])`.execute(db);
}

/** Returns the last id of the batch, or undefined at the end. Their next reading compares the bodies themselves: see diff.ts. */
async function rewriteBatch(
  trx: Trx,
  { linkedAccountId, plan, hidden }: HiddenPart,
  after: string,
): Promise<string | undefined> {
  const names = [...hidden.fields[plan.model]];
  const columns = hiddenColumns(plan, hidden);
  const isRowless = hidesRows(hidden, plan.model);
  const { rows } = await sql<{ last_id: string | null }>`
    with batch as materialized (
      select id from ${sql.table(plan.table)} where linked_account_id = ${linkedAccountId} and id > ${after}
       order by id limit ${BATCH_RECORDS} for no key update),
    rewritten as (
      update ${sql.table(plan.table)} r
         set body = ${withNullsSql(sql`r.body`, names)}, enum_origins = ${withoutSql(sql`r.enum_origins`, names)},
             remote_data = ${isRowless ? sql`case when r.remote_data is not null then '[]'::json end` : sql`r.remote_data`},
             beside_hash = null ${sql.join(
               columns.map(({ column, empty }) => sql`, ${sql.ref(column)} = ${empty}`),
               sql``,
             )}
        from batch
       where r.linked_account_id = ${linkedAccountId} and r.id = batch.id
         and (${hasAnySql(sql`r.body`, names)} or ${isRowless}::boolean and coalesce(json_array_length(r.remote_data) > 0, false)
              or (r.enum_origins)::jsonb ?| ${names}::text[]
              ${sql.join(
                columns.map(({ column, empty }) => sql`or r.${sql.ref(column)} is distinct from ${empty}`),
                sql` `,
              )}))
    select (array_agg(id order by id desc))[1] as last_id from batch`.execute(trx);
  return rows[0]!.last_id ?? undefined;
}

/** Columns that say what a hidden field says, but for those that people are known by. */
function hiddenColumns(
  plan: RecordPlan,
  hidden: HiddenFields,
): { column: string; empty: RawBuilder<unknown> }[] {
  const nothing = sql`null`;
  const isSignal = (column: string) => plan.model === 'employee' && column in SIGNAL_FIELDS;
  const own = [...hidden.fields[plan.model]]
    .flatMap((field) => [field, `${field}_id`])
    .filter((column) => column in plan.columns && !isSignal(column))
    .map((column) => ({ column, empty: nothing }));
  if (plan.model !== 'employee') return own;
  const current = (['job_title', 'employment_type'] as const).filter(
    (field) => hidden.models.has('employment') || hidden.fields.employment.has(field),
  );
  return [
    ...own,
    ...current.map((column) => ({ column, empty: nothing })),
    ...(hidden.fields.employee.has('groups') ? [{ column: 'group_ids', empty: sql`'{}'::uuid[]` }] : []),
  ];
}

/** Days that events of people's lives in the company were, or are to be, told for. */
export async function forgetHiddenDays(
  db: Db,
  linkedAccountId: string,
  { models, fields }: HiddenFields,
): Promise<void> {
  if (models.has('employee')) return;
  await inTransaction(db, async (trx) => {
    await lockCalendar(trx, linkedAccountId);
    if (fields.employee.has('start_date')) {
      await sql`
        update employee_lifecycles set onboarding_scheduled_for = null, started_on = null, next_due_on = offboarding_scheduled_for
         where linked_account_id = ${linkedAccountId}`.execute(trx);
    }
    if (fields.employee.has('termination_date')) {
      await sql`
        update employee_lifecycles set offboarding_scheduled_for = null, terminated_on = null, next_due_on = onboarding_scheduled_for
         where linked_account_id = ${linkedAccountId}`.execute(trx);
    }
  });
}
