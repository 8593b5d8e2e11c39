import { sql, type RawBuilder } from 'kysely';
import type { RecordPlan } from './record-plans.ts';
import type { RecordWriter } from './sync-run.ts';

/** SQL columns of the state that the record `r` is about to lose, as `keepVersionsSql` takes them. */
export const STATE_BEFORE =
  'r.body as old_body, r.sequence as old_sequence, r.modified_at as old_modified_at';

/**
 * SQL that keeps the states that rows (id, body, old_body, old_sequence, old_modified_at, changes) of the common table
 * expression `source` have just lost.
 */
export function keepVersionsSql(run: RecordWriter, plan: RecordPlan, source: string): RawBuilder<unknown> {
  const effectiveDate = plan.fields.includes('effective_date')
    ? `left(lost.body->>'effective_date', 10)::date`
    : 'null';
  return sql`
    insert into record_versions (linked_account_id, model, record_id, sequence, body, valid_from, valid_to, changes,
                                 effective_date, sync_run_id, enum_origins)
    select ${run.scope.linkedAccountId}::uuid, ${plan.model}, lost.id, old_sequence, old_body, old_modified_at, now(), changes,
           ${sql.raw(effectiveDate)}, ${run.id}::uuid, former.enum_origins
      from ${sql.table(source)} lost
      -- The statement sees its tables as they were before it: this is the state that was lost.
      join ${sql.table(plan.table)} former on former.linked_account_id = ${run.scope.linkedAccountId} and former.id = lost.id`;
}
