import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { RecordModel } from './record-tables.ts';

export interface ModelCoverage {
  /** Whether the last reading of everything could see the model whole. */
  is_covered: boolean;
  data_fresh_as_of: string;
}

/** Empty: the account was never read. */
export async function listCoverage(
  db: Db | Trx,
  linkedAccountId: string,
): Promise<ReadonlyMap<string, ModelCoverage>> {
  const rows = await db
    .selectFrom('model_coverage')
    .select(['model', 'is_covered', 'data_fresh_as_of'])
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
  return new Map(rows.map(({ model, ...coverage }) => [model, coverage]));
}

/** These models were read whole when the run had staged them; and, where everything was asked for, no others were. */
export async function storeCoverage(
  trx: Trx,
  run: { linkedAccountId: string; syncRunId: string; isTargeted: boolean },
  models: ReadonlySet<RecordModel>,
): Promise<void> {
  const { linkedAccountId, syncRunId } = run;
  await sql`
    insert into model_coverage (linked_account_id, model, is_covered, data_fresh_as_of)
    select run.linked_account_id, model, true, run.staged_at
      from sync_runs run cross join unnest(${[...models]}::text[]) model
     where run.linked_account_id = ${linkedAccountId} and run.id = ${syncRunId}
    on conflict (linked_account_id, model) do update
       set is_covered = true, data_fresh_as_of = excluded.data_fresh_as_of`.execute(trx);
  if (run.isTargeted) return;
  await sql`
    update model_coverage set is_covered = false
     where linked_account_id = ${linkedAccountId} and model <> all(${[...models]}::text[]) and is_covered`.execute(
    trx,
  );
}

/** The source was found as it was: what the last reading covered is as fresh as now. */
export async function renewCoverage(trx: Trx, linkedAccountId: string): Promise<void> {
  await sql`
    update model_coverage set data_fresh_as_of = now()
     where linked_account_id = ${linkedAccountId} and is_covered`.execute(trx);
}
