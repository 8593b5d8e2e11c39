import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { RecordPlan } from './record-plans.ts';
import type { StageOwner } from './sync-run.ts';

/** False before the first sync: then there is nothing to compare the model's rows with. */
export async function hasRecords(trx: Trx, run: StageOwner, { table }: RecordPlan): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table(table)} where linked_account_id = ${run.scope.linkedAccountId} limit 1`.execute(
    trx,
  );
  return rows.length > 0;
}
