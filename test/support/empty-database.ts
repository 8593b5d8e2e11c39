import pg from 'pg';

/** A larger one has become slow to use again. */
const MAX_BYTES = 40_000_000;

/** Says which migrations are there, and nothing of a test. */
const KEPT_TABLES = ['kysely_migration', 'kysely_migration_lock', 'migrations'];

const SCHEMAS = `('public', 'graphile_worker')`;

const SHAPE = `
  select (select md5(string_agg(concat_ws(' ', c.oid, c.relname, a.attname, a.atttypid, a.attnotnull), ',' order by c.oid, a.attnum))
            from pg_class c join pg_attribute a on a.attrelid = c.oid
           where c.relnamespace::regnamespace::text in ${SCHEMAS} and c.relkind in ('r', 'v', 'm', 'S'))
      || (select count(*) from pg_proc where pronamespace::regnamespace::text in ${SCHEMAS}) || ' '
      || (select count(*) from pg_trigger) || ' ' || (select count(*) from pg_index) || ' '
      || (select count(*) from kysely_migration) as shape`;

// In this role the triggers rest: tables can be emptied in any order.
const EMPTY = `
  do $$
  declare place record;
  begin
    set local session_replication_role = replica;
    for place in select format('%I.%I', schemaname, tablename) as name from pg_tables
                  where schemaname in ${SCHEMAS} and not tablename = any('{${KEPT_TABLES.join(',')}}') loop
      execute 'delete from ' || place.name;
    end loop;
    for place in select format('%I.%I', schemaname, sequencename) as name from pg_sequences where schemaname in ${SCHEMAS} loop
      execute 'alter sequence ' || place.name || ' restart';
    end loop;
  end $$`;

/** What the schema is like: names and types of all columns, and how many there are of what else. */
export async function readShape(url: string): Promise<string> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query<{ shape: string }>(SHAPE);
    return rows[0]!.shape;
  });
}

/** False: the database is not as it was, or too large; drop it. */
export async function emptyDatabase(url: string, shape: string): Promise<boolean> {
  try {
    return await withClient(url, async (client) => {
      await client.query(`
        select pg_terminate_backend(pid, 5000) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`);
      const { rows } = await client.query<{ shape: string; is_large: boolean }>(
        `select (${SHAPE}) as shape, pg_database_size(current_database()) > ${MAX_BYTES} as is_large`,
      );
      if (rows[0]!.shape !== shape || rows[0]!.is_large) return false;
      await client.query(EMPTY);
      return true;
    });
  } catch {
    return false;
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
