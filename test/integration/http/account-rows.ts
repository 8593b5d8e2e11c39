import { sql } from 'kysely';
import type { Db } from '../../../src/db/client.ts';
import { inTransaction } from '../../../src/db/transaction.ts';

interface Column {
  table: string;
  name: string;
  type: string;
  isNeeded: boolean;
  /** Of the check that names the column alone: its first word. */
  word: string | null;
}

/** Where the first word or a null would not pass the table's checks. */
const SPECIAL: Record<string, Record<string, string>> = {
  oauth_grants: { state: `'ended'` },
  data_quality_counts: { affected_since: 'now()' },
  erasure_receipts: { subject: `'records'` },
  notification_mails: { next_attempt_at: 'now()' },
  idempotency_keys: { sealed_answer: `'x'` },
  field_mappings: { traversal_path: `'[]'` },
};

/** Tables of which a row names an account, as the catalog knows them. */
export async function listTablesOfAccounts(db: Db): Promise<string[]> {
  return [...new Set((await listColumns(db)).map(({ table }) => table))];
}

/** One row in every table that can name an account, whatever else it would take: for the account, by its organization. */
export async function fillEveryTable(
  db: Db,
  account: { organizationId: string; linkedAccountId: string },
): Promise<void> {
  const columns = Map.groupBy(await listColumns(db), ({ table }) => table);
  await inTransaction(db, async (trx) => {
    // What a row refers to beside its account need not be there.
    await sql`set local session_replication_role = replica`.execute(trx);
    for (const [table, all] of columns) {
      const special = SPECIAL[table] ?? {};
      const used = all.filter(
        ({ name, isNeeded }) => isNeeded || name in special || name === 'linked_account_id',
      );
      const values = used.map((column) => special[column.name] ?? valueOf(column, account));
      const names = used.map(({ name }) => sql.ref(name));
      await sql`
        insert into ${sql.table(table)} (${sql.join(names)}) values (${sql.raw(values.join(', '))})
            on conflict do nothing`.execute(trx);
    }
  });
}

export async function countRows(db: Db, table: string, linkedAccountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where linked_account_id = ${linkedAccountId}`.execute(
    db,
  );
  return rows[0]!.count;
}

function valueOf(
  { name, type, word }: Column,
  { organizationId, linkedAccountId }: { organizationId: string; linkedAccountId: string },
): string {
  if (name === 'linked_account_id') return `'${linkedAccountId}'`;
  if (name === 'organization_id') return `'${organizationId}'`;
  if (word !== null && type === 'text') return `'${word}'`;
  if (type.endsWith('[]')) return type === 'text[]' ? `'{x}'` : `'{}'`;
  switch (type) {
    case 'uuid':
      return 'gen_random_uuid()';
    case 'boolean':
      return 'false';
    case 'integer':
    case 'bigint':
      return '1';
    case 'bytea':
      return 'uuid_send(gen_random_uuid())';
    case 'json':
    case 'jsonb':
      return `'{}'`;
    case 'date':
    case 'timestamp with time zone':
      return 'now()';
    default:
      return 'gen_random_uuid()::text';
  }
}

async function listColumns(db: Db): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
           a.attnotnull and not a.atthasdef as "isNeeded",
           (select substring(pg_get_constraintdef(k.oid) from '''([^'']+)''::text') from pg_constraint k
             where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as word
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and exists (select from pg_attribute b where b.attrelid = c.oid and b.attname = 'linked_account_id' and not b.attisdropped)
     order by c.relname, a.attnum`.execute(db);
  return rows;
}
