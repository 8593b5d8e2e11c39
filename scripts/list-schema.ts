import type pg from 'pg';

interface ColumnRow {
  table_name: string;
  persistence: string;
  column_name: string;
  type: string;
  is_not_null: boolean;
  default_value: string | null;
}

/** Tables with their columns, constraints and indexes, then views, functions and triggers, in the order of their names: a reviewer sees the whole effect. */
export async function listSchema(pool: pg.Pool): Promise<string> {
  const { rows: columns } = await pool.query<ColumnRow>(`
    select c.relname as table_name, c.relpersistence as persistence, a.attname as column_name,
           format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as is_not_null,
           pg_get_expr(d.adbin, d.adrelid) as default_value
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
     order by c.relname, a.attnum`);
  const { rows: constraints } = await pool.query<{ table_name: string; line: string }>(`
    select conrelid::regclass::text as table_name, 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) as line
      from pg_constraint
     where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text not like 'kysely%'
     order by 1, conname`);
  const { rows: indexes } = await pool.query<{ line: string }>(`
    select indexdef as line from pg_indexes
     where schemaname = 'public' and tablename not like 'kysely%'
       and indexname not in (select conname from pg_constraint where connamespace = 'public'::regnamespace)
     order by tablename, indexname`);
  const { rows: views } = await pool.query<{ line: string }>(`
    select 'create view ' || viewname || ' as' || chr(10) || rtrim(definition, ';') as line from pg_views
     where schemaname = 'public' order by viewname`);
  const { rows: functions } = await pool.query<{ line: string }>(`
    select pg_get_functiondef(oid) as line from pg_proc
     where pronamespace = 'public'::regnamespace and prokind = 'f' order by proname`);
  const { rows: triggers } = await pool.query<{ line: string }>(`
    select pg_get_triggerdef(oid) as line from pg_trigger
     where tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) and not tgisinternal
     order by tgrelid::regclass::text, tgname`);
  const tables = [...new Set(columns.map((column) => column.table_name))];
  const blocks = tables.map((table) => describeTable(table, columns, constraints));
  const statements = [indexes, views, functions, triggers].map((rows) =>
    rows.map(({ line }) => `${line.trimEnd()};`).join('\n'),
  );
  const parts = [
    '-- What the migrations make. Written by `npm run schema`; do not edit.',
    ...blocks,
    ...statements,
  ];
  return `${parts.join('\n\n')}\n`;
}

function describeTable(
  table: string,
  columns: ColumnRow[],
  constraints: { table_name: string; line: string }[],
): string {
  const own = columns.filter((column) => column.table_name === table);
  const lines = [
    ...own.map(describeColumn),
    ...constraints
      .filter((constraint) => constraint.table_name === table)
      .map((constraint) => constraint.line),
  ];
  const kind = own[0]?.persistence === 'u' ? 'create unlogged table' : 'create table';
  return `${kind} ${table} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n);`;
}

function describeColumn(column: ColumnRow): string {
  const notNull = column.is_not_null ? ' not null' : '';
  const fallback = column.default_value === null ? '' : ` default ${column.default_value}`;
  return `${column.column_name} ${column.type}${notNull}${fallback}`;
}
