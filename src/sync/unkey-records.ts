import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { Sealer } from '../crypto/vault.ts';
import { RECORD_TABLES } from '../hris/record-tables.ts';
import { inBatches } from './in-batches.ts';
import { KEYED, NAMED_MODELS, SIGNAL_COLUMNS, toKeyed, toKeyedParts, toPartNames } from './keyed-signals.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

const BATCH_VALUES = 2000;

/** A column of a model's records that holds hashes, and the one of the stage that holds what they are of. */
interface KeyedColumn {
  part: Parameters<typeof toKeyed>[1];
  /** As `linked_accounts.keyed_fields` has it. */
  name: string;
  model: keyof typeof RECORD_TABLES;
  column: string;
}

const COLUMNS: readonly KeyedColumn[] = [
  ...SIGNAL_COLUMNS.map((column) => ({ part: column, name: column, model: 'employee' as const, column })),
  ...NAMED_MODELS.map((model) => ({ part: model, name: `${model}.source_key`, model, column: 'source_key' })),
];

/**
 * Where a field may be stored again, what its records are known by is put in the place of its hash, as far as the rows say it: so
 * nobody becomes somebody else by a change of scopes.
 */
export async function unkeyRecords(deps: SyncDeps, run: SyncRun): Promise<void> {
  const still = toPartNames(toKeyedParts(run.account.hidden));
  const shown = COLUMNS.filter(({ name }) => run.account.keyedParts.includes(name) && !still.includes(name));
  if (shown.length === 0) return;
  const { linkedAccountId } = run.scope;
  const sealer = await deps.vault.openSealer(deps.db, { linkedAccountId });
  for (const column of shown) {
    await inBatches(deps.db, linkedAccountId, '', (trx, after) =>
      unkeyBatch(trx, run, column, { sealer, after }),
    );
    await inLeasedTransaction(deps, run, (trx) => forgetWhenDone(trx, run, column));
  }
}

async function unkeyBatch(
  trx: Trx,
  run: SyncRun,
  { part, model, column }: KeyedColumn,
  { sealer, after }: { sealer: Sealer; after: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select distinct s.${sql.ref(column)} as value from sync_stage s
     where ${stageRows(run, 's', model)} and s.owner_ordinal is null and s.${sql.ref(column)} > ${after}
     order by 1 limit ${BATCH_VALUES}`.execute(trx);
  const pairs = rows.map(({ value }) => ({ value, keyed: toKeyed(sealer, part, value) }));
  await sql`
    update ${sql.table(RECORD_TABLES[model])} r set ${sql.ref(column)} = said.value
      from json_to_recordset(${JSON.stringify(pairs)}::json) said(value text, keyed text)
     where r.linked_account_id = ${run.scope.linkedAccountId} and r.${sql.ref(column)} = said.keyed`.execute(
    trx,
  );
  return rows.at(-1)?.value;
}

/** Somebody whom no row named yet may come back. */
async function forgetWhenDone(trx: Trx, run: SyncRun, { name, model, column }: KeyedColumn): Promise<void> {
  const { organizationId, linkedAccountId } = run.scope;
  await sql`
    update linked_accounts set keyed_fields = array_remove(keyed_fields, ${name})
     where organization_id = ${organizationId} and id = ${linkedAccountId}
       and not exists (select from ${sql.table(RECORD_TABLES[model])} r
                        where r.linked_account_id = ${linkedAccountId} and r.${sql.ref(column)} like ${`${KEYED}%`})`.execute(
    trx,
  );
}
