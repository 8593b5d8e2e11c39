import { sql, type RawBuilder } from 'kysely';
import { bodySql, changesSql } from './record-bodies.ts';
import type { RecordPlan } from './record-plans.ts';
import { CONTENTS } from './stage-contents.ts';
import { stageRows, type StageOwner } from './sync-run.ts';

/** What a staged run would do to one record. */
export interface PlannedChange {
  action: 'created' | 'updated';
  id: string;
  source_key: string;
  /** Over the record's fields and relations as they would be; moves with no clock, as `body` does. */
  fingerprint: Buffer;
  /** As it would be written at this moment. */
  body: Record<string, unknown>;
  /** [{field, before, after}]; none for a new record. */
  changes: { field: string; before: unknown; after: unknown }[];
}

/**
 * SQL for what the staged run would create and update of the model, without doing it: rows as `PlannedChange` has them,
 * in no order. The run must have been compared with the records.
 */
export function plannedChangesSql(run: StageOwner, plan: RecordPlan): RawBuilder<PlannedChange> {
  return sql<PlannedChange>`
    select 'created' as action, s.record_id as id, s.source_key, s.fingerprint, ${sql.raw(bodySql(plan, 'now()'))} as body,
           '[]'::json as changes
      from sync_stage s ${CONTENTS}
     where ${stageRows(run, 's', plan.model)} and s.action = 'create'
    union all
    select 'updated', told.id, told.source_key, told.fingerprint, told.new_body,
           ${sql.raw(changesSql(plan, 'told.old_body', 'told.new_body'))}
      from (select r.id, s.source_key, s.fingerprint, r.body as old_body, ${sql.raw(bodySql(plan, 'r.created_at'))} as new_body
              from sync_stage s
              join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
              ${CONTENTS}
             where ${stageRows(run, 's', plan.model)} and s.action = 'update') told`;
}
