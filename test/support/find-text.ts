import { sql } from 'kysely';
import type { Db } from '../../src/db/client.ts';

/**
 * Where a text stands in the database: every column of every table, the queue's too, whatever its type and case; in bytes by their
 * hexadecimal digits. As `table.column`.
 */
export async function findText(db: Db, text: string): Promise<string[]> {
  const { rows: columns } = await sql<{ schema: string; table: string; column: string }>`
    select n.nspname as schema, c.relname as table, a.attname as column
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
     order by 1, 2, a.attnum`.execute(db);
  const found: string[] = [];
  for (const [name, all] of Map.groupBy(columns, ({ schema, table }) => `${schema}.${table}`)) {
    const { rows } = await sql<{ names: string[] | null }>`
      select array_agg(distinct held.name) as names
        from ${sql.table(name)} t
       cross join lateral (values ${sql.join(all.map(({ column }) => sql`(${column}::text, t.${sql.ref(column)}::text)`))})
             held(name, content)
       where strpos(lower(held.content), ${text.toLowerCase()}) > 0
          or strpos(held.content, ${Buffer.from(text).toString('hex')}) > 0`.execute(db);
    for (const column of rows[0]!.names ?? []) found.push(`${all[0]!.table}.${column}`);
  }
  return found;
}
