import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { RECORD_PLANS } from './record-plans.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** What the scopes hide is named by no body, whatever the rows or the known records come to. */
export async function dropHiddenRelations(trx: Trx, run: SyncRun): Promise<void> {
  const { models, fields } = run.account.hidden;
  for (const plan of RECORD_PLANS) {
    const hidden = [...plan.relations].filter((name) => fields[plan.model].has(name));
    if (hidden.length === 0 || models.has(plan.model)) continue;
    await sql`
      update sync_stage s set relations = s.relations - ${hidden}::text[]
       where ${stageRows(run, 's', plan.model)} and s.relations ?| ${hidden}::text[]`.execute(trx);
  }
}
