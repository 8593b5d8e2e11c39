import { sql } from 'kysely';
import type { Sealer } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { RECORD_TABLES } from '../hris/record-tables.ts';

import { inBatches, NO_ID } from './in-batches.ts';
import { KEYED, SIGNAL_COLUMNS, toKeyed, type KeyedParts, type NamedModel } from './keyed-signals.ts';

const BATCH_RECORDS = 1000;

/** Puts hashes in the place of what people are known by, as far as that is hidden; the next reading meets them by these. */
export async function keyPeople(
  db: Db,
  linkedAccountId: string,
  { signals }: KeyedParts,
  sealer: Sealer,
): Promise<void> {
  const columns = SIGNAL_COLUMNS.filter((column) => signals.has(column));
  if (columns.length === 0) return;
  await inBatches(db, linkedAccountId, NO_ID, async (trx, after) => {
    const people = await selectValues(trx, { table: 'employees', columns, linkedAccountId, after });
    const keyed = people.map((person) => ({
      id: person['id'],
      ...Object.fromEntries(columns.map((column) => [column, keyOnce(sealer, column, person[column])])),
    }));
    await sql`
      update employees r set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = keyed.${sql.ref(column)}`))}
        from json_to_recordset(${JSON.stringify(keyed)}::json)
             keyed(id uuid, ${sql.join(columns.map((column) => sql`${sql.ref(column)} text`))})
       where r.linked_account_id = ${linkedAccountId} and r.id = keyed.id
         and (${sql.join(
           columns.map((column) => sql`r.${sql.ref(column)} is distinct from keyed.${sql.ref(column)}`),
           sql` or `,
         )})`.execute(trx);
    return people.at(-1)?.['id'] ?? undefined;
  });
}

/** The same for places and groups that are known by their names. Homes are known by who lives there. */
export async function keyNames(
  db: Db,
  linkedAccountId: string,
  { names }: KeyedParts,
  sealer: Sealer,
): Promise<void> {
  for (const model of names) {
    const table = RECORD_TABLES[model];
    await inBatches(db, linkedAccountId, NO_ID, async (trx, after) => {
      const columns = ['source_key'];
      const records = await selectValues(trx, { table, columns, linkedAccountId, after });
      const keyed = records.map(({ id, source_key }) => ({
        id,
        source_key: source_key!.startsWith('home:') ? source_key : keyOnce(sealer, model, source_key),
      }));
      await sql`
        update ${sql.table(table)} r set source_key = keyed.source_key
          from json_to_recordset(${JSON.stringify(keyed)}::json) keyed(id uuid, source_key text)
         where r.linked_account_id = ${linkedAccountId} and r.id = keyed.id and r.source_key <> keyed.source_key`.execute(
        trx,
      );
      return records.at(-1)?.['id'] ?? undefined;
    });
  }
}

function keyOnce(
  sealer: Sealer,
  part: Parameters<typeof toKeyed>[1] | NamedModel,
  value: string | null | undefined,
): string | null {
  if (value === null || value === undefined || value.startsWith(KEYED)) return value ?? null;
  return toKeyed(sealer, part, value);
}

async function selectValues(
  trx: Trx,
  from: { table: string; columns: readonly string[]; linkedAccountId: string; after: string },
): Promise<Record<string, string | null>[]> {
  const { rows } = await sql<Record<string, string | null>>`
    select id, ${sql.join(from.columns.map((column) => sql.ref(column)))} from ${sql.table(from.table)}
     where linked_account_id = ${from.linkedAccountId} and id > ${from.after}
     order by id limit ${BATCH_RECORDS} for no key update`.execute(trx);
  return rows;
}
