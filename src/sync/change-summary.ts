import { sql } from 'kysely';
import type { ChangeSummary, ModelCounts } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { RECORD_PLANS } from './record-plans.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * Counts what this transaction changed, by model, field and lifecycle event, and keeps it with the run.
 * @param counts of what was written
 */
export async function storeChangeSummary(
  trx: Trx,
  run: SyncRun,
  counts: ModelCounts,
): Promise<ChangeSummary> {
  const fields = await countChangedFields(trx, run);
  const models = Object.entries(counts)
    .filter(([, { added, updated, deleted }]) => added + updated + deleted > 0)
    .map(([model, { added, updated, deleted }]) => {
      return [model, { added, updated, deleted, fields: fields[model] ?? {} }] as const;
    });
  const summary = { models: Object.fromEntries(models), lifecycle: await countLifecycleEvents(trx, run) };
  await trx
    .updateTable('sync_runs')
    .set({ change_summary: JSON.stringify(summary) })
    .where('organization_id', '=', run.scope.organizationId)
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('id', '=', run.id)
    .execute();
  return summary;
}

/** Named, because the index leads with it. */
const MODELS = RECORD_PLANS.map(({ model }) => model);

/** Model -> field -> of how many records it changed. That a record is there no more is counted by itself. */
async function countChangedFields(trx: Trx, run: SyncRun): Promise<Record<string, Record<string, number>>> {
  const { rows } = await sql<{ model: string; fields: Record<string, number> }>`
    with changed as materialized (
      select model, json_array_elements(changes)->>'field' as field from record_versions
       where linked_account_id = ${run.scope.linkedAccountId} and model = any(${MODELS}::text[]) and valid_to = now()
         and sync_run_id = ${run.id}),
    counted as (
      select model, field, count(*) as count from changed where field <> 'remote_was_deleted' group by model, field)
    select model, json_object_agg(field, count order by field) as fields from counted group by model`.execute(
    trx,
  );
  return Object.fromEntries(rows.map(({ model, fields }) => [model, fields]));
}

async function countLifecycleEvents(trx: Trx, run: SyncRun): Promise<Record<string, number>> {
  const { rows } = await sql<{ type: string; count: number }>`
    select type, count(*) as count from outbox_events
     where sync_run_id = ${run.id} and organization_id = ${run.scope.organizationId}
       and type like 'employee.%' and type not in ('employee.created', 'employee.updated', 'employee.deleted')
     group by type order by type`.execute(trx);
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
}
