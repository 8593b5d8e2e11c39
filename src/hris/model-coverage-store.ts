import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { RecordModel } from './record-tables.ts';

export interface ModelCoverage {
  /** Whether the last reading of everything could see the model whole. */
  is_covered: boolean;
  /** Null: it was never read. */
  data_fresh_as_of: string | null;
  /** Why the last reading could not read it, though others. */
  failure_code: string | null;
}

/** What one reading says of the models. */
export interface ModelReading {
  covered: ReadonlySet<RecordModel>;
  /** Code by model. */
  failed: ReadonlyMap<RecordModel, string>;
  /** Of other models, nothing is said; undefined: everything was asked for. */
  asked: readonly RecordModel[] | undefined;
}

/** Empty: the account was never read. */
export async function listCoverage(
  db: Db | Trx,
  linkedAccountId: string,
): Promise<ReadonlyMap<string, ModelCoverage>> {
  const rows = await db
    .selectFrom('model_coverage')
    .select(['model', 'is_covered', 'data_fresh_as_of', 'failure_code'])
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
  return new Map(rows.map(({ model, ...coverage }) => [model, coverage]));
}

/** Models that were read whole were so when the run had staged them; what broke stays as fresh as it was. */
export async function storeCoverage(
  trx: Trx,
  run: { linkedAccountId: string; syncRunId: string; isTargeted: boolean },
  { covered, failed, asked }: ModelReading,
): Promise<void> {
  const { linkedAccountId, syncRunId } = run;
  await sql`
    insert into model_coverage (linked_account_id, model, is_covered, data_fresh_as_of)
    select run.linked_account_id, model, true, run.staged_at
      from sync_runs run cross join unnest(${[...covered]}::text[]) model
     where run.linked_account_id = ${linkedAccountId} and run.id = ${syncRunId}
    on conflict (linked_account_id, model) do update
       set is_covered = true, failure_code = null, data_fresh_as_of = excluded.data_fresh_as_of`.execute(trx);
  await storeFailures(trx, linkedAccountId, failed);
  if (run.isTargeted) return;
  await sql`
    update model_coverage set is_covered = false, failure_code = null
     where linked_account_id = ${linkedAccountId} and model <> all(${[...covered, ...failed.keys()]}::text[])
       and (${asked === undefined}::boolean or model = any(${[...(asked ?? [])]}::text[]))
       and (is_covered or failure_code is not null)`.execute(trx);
}

async function storeFailures(
  trx: Trx,
  linkedAccountId: string,
  failed: ReadonlyMap<RecordModel, string>,
): Promise<void> {
  if (failed.size === 0) return;
  await sql`
    insert into model_coverage (linked_account_id, model, is_covered, failure_code)
    select ${linkedAccountId}, model, false, code
      from unnest(${[...failed.keys()]}::text[], ${[...failed.values()]}::text[]) broken (model, code)
    on conflict (linked_account_id, model) do update set failure_code = excluded.failure_code`.execute(trx);
}

/** The source was found as it was: what this reading and the last one covered is as fresh as now. */
export async function renewCoverage(
  trx: Trx,
  linkedAccountId: string,
  models: ReadonlySet<RecordModel>,
): Promise<void> {
  await sql`
    update model_coverage set data_fresh_as_of = now()
     where linked_account_id = ${linkedAccountId} and is_covered and model = any(${[...models]}::text[])`.execute(
    trx,
  );
}
