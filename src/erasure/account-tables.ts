import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { RECORD_TABLES } from '../hris/record-tables.ts';

/** Tell what was done, by ids alone: they outlive the account. */
const KEPT = ['audit_events', 'employer_links', 'erasure_receipts'];
/** What ends the access at the source; they go last. */
const ACCESS_TABLES = ['oauth_grants', 'data_keys'];
/** Tables that may hold a great many rows of one account: emptied in batches, what partners read first. */
const BULK = [
  'outbox_events',
  ...Object.values(RECORD_TABLES),
  'record_versions',
  'sealed_fields',
  'employee_lifecycles',
  'sync_stage_contents',
  'sync_stage',
];

/**
 * Every table that holds rows of an account, as the database knows them: one that a later release adds is erased with the
 * rest without anybody thinking of it.
 */
export async function listAccountTables(db: Db | Trx): Promise<{ small: string[]; bulk: string[] }> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'linked_account_id' and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
     order by c.relname`.execute(db);
  const tables = rows.map(({ name }) => name).filter((name) => !KEPT.includes(name));
  const isBulk = (name: string) => BULK.includes(name);
  return {
    small: tables.filter((name) => !isBulk(name) && !ACCESS_TABLES.includes(name)),
    bulk: BULK.filter((name) => tables.includes(name)),
  };
}

/** Columns that may be null, of a table of ours. */
export async function listNullableColumns(db: Db | Trx, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
     where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and not attnotnull and attgenerated = ''
     order by attnum`.execute(db);
  return rows.map(({ name }) => name);
}

/** Deletes up to `limit` rows of the account; all of them without a limit. Returns how many. */
export async function deleteRows(
  trx: Trx,
  table: string,
  linkedAccountId: string,
  limit?: number,
): Promise<number> {
  const chosen = rowsOf(table, linkedAccountId);
  const { numAffectedRows } = await (
    limit === undefined
      ? sql`delete from ${sql.table(table)} where ${chosen}`
      : sql`delete from ${sql.table(table)}
             where ctid = any(array(select ctid from ${sql.table(table)} where ${chosen} limit ${limit}))`
  ).execute(trx);
  return Number(numAffectedRows ?? 0);
}

export async function hasRows(trx: Trx, table: string, linkedAccountId: string): Promise<boolean> {
  const { rows } = await sql`
    select from ${sql.table(table)} where ${rowsOf(table, linkedAccountId)} limit 1`.execute(trx);
  return rows.length > 0;
}

/** What is gone is still to be told: these name nothing but ids. */
const rowsOf = (table: string, linkedAccountId: string) => sql`
  linked_account_id = ${linkedAccountId}::uuid
  ${table === 'outbox_events' ? sql`and type not in ('linked_account.deleted', 'linked_account.records_erased')` : sql``}`;
