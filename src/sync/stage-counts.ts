import { sql } from 'kysely';
import type { ModelCounts } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import type { SyncRun } from './sync-run.ts';

/** What the rows of each model come to; deletions are not among them. */
export type StageCounts = Record<string, Omit<ModelCounts[string], 'deleted'>>;

export async function countStage(trx: Trx, run: SyncRun): Promise<StageCounts> {
  const { rows } = await sql<{ model: string } & StageCounts[string]>`
    select model,
           count(*) filter (where action = 'create') as added,
           count(*) filter (where action = 'update') as updated,
           count(*) filter (where action in ('none', 'refresh')) as unchanged,
           count(*) filter (where problem is not null) as skipped
      from sync_stage
     where linked_account_id = ${run.scope.linkedAccountId} and sync_run_id = ${run.id}
     group by model`.execute(trx);
  return Object.fromEntries(rows.map(({ model, ...counts }) => [model, counts]));
}

/** On how many of the rows that are applied each field mapping failed, by its id. */
export async function countFailedMappings(trx: Trx, run: SyncRun): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select failed.id, count(*) as count
      from sync_stage cross join lateral unnest(failed_mappings) failed(id)
     where linked_account_id = ${run.scope.linkedAccountId} and sync_run_id = ${run.id}
       and failed_mappings is not null and problem is null
     group by failed.id`.execute(trx);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
