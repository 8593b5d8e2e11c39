import type pg from 'pg';

export interface Column {
  table: string;
  name: string;
  type: string;
  isNullable: boolean;
  hasDefault: boolean;
  /** The words that a check constraint allows. */
  words: string[] | null;
}

/** Every column of every table, but what the migrations keep for themselves. */
export async function readCatalog(pool: pg.Pool): Promise<Map<string, Column[]>> {
  const { rows } = await pool.query<Omit<Column, 'words'> & { checks: string[] | null }>(`
    select c.table_name as "table", c.column_name as name, c.udt_name as type, c.is_nullable = 'YES' as "isNullable",
           c.column_default is not null or c.is_identity = 'YES' as "hasDefault",
           (select array_agg(pg_get_constraintdef(k.oid)) from pg_constraint k
             where k.conrelid = format('%I', c.table_name)::regclass and k.contype = 'c') as checks
      from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
       and c.table_name not like '%migration%'
     order by c.table_name, c.ordinal_position`);
  const columns = rows.map(({ checks, ...column }) => ({ ...column, words: wordsOf(column.name, checks) }));
  return Map.groupBy(columns, (column) => column.table);
}

function wordsOf(column: string, checks: string[] | null): string[] | null {
  for (const check of checks ?? []) {
    const list = new RegExp(`\\(\\(?${column} = ANY \\(ARRAY\\[([^\\]]*)\\]`).exec(check)?.[1];
    if (list !== undefined) return [...list.matchAll(/'([^']*)'::text/g)].map((match) => match[1]!);
  }
  return null;
}
