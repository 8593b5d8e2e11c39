import type pg from 'pg';

/** A larger one has become slow to use again. */
const MAX_BYTES = 40_000_000;

/** Says which migrations are there, and nothing of a test. */
const KEPT_TABLES = ['kysely_migration', 'kysely_migration_lock', 'migrations'];

const SCHEMAS = `('public'::regnamespace, 'graphile_worker'::regnamespace)`;

const SHAPE = `
  select (select md5(string_agg(concat_ws(' ', c.oid, c.relname, a.attname, a.atttypid, a.attnotnull), ',' order by c.oid, a.attnum))
            from pg_class c join pg_attribute a on a.attrelid = c.oid
           where c.relnamespace in ${SCHEMAS} and c.relkind in ('r', 'v', 'm', 'S'))
      || (select count(*) from pg_proc where pronamespace in ${SCHEMAS}) || ' '
      || (select count(*) from pg_trigger) || ' ' || (select count(*) from pg_index) || ' '
      || (select count(*) from kysely_migration) as shape`;

// In this role the triggers rest: tables can be emptied in any order. A table without a page has no row.
const EMPTY = `
  do $$
  declare place record;
  begin
    set local session_replication_role = replica;
    for place in select c.oid::regclass as name from pg_class c
                  where c.relnamespace in ${SCHEMAS} and c.relkind = 'r'
                    and not c.relname = any('{${KEPT_TABLES.join(',')}}') and pg_relation_size(c.oid) > 0 loop
      execute 'delete from ' || place.name;
    end loop;
    perform setval(seqrelid, seqstart, false) from pg_sequence where pg_sequence_last_value(seqrelid) is not null;
  end $$`;

/** As a connection is when it is new, but for what it has learned. */
const REST = `reset all; unlisten *; select pg_advisory_unlock_all()`;

/** What the schema is like: names and types of all columns, and how many there are of what else. */
export async function readShape(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ shape: string }>(SHAPE);
  return rows[0]!.shape;
}

/** Of all who use it these connections alone stay. False: the database is not as it was, or too large; drop it. */
export async function emptyDatabase(pool: pg.Pool, shape: string): Promise<boolean> {
  if (pool.ending || pool.idleCount < pool.totalCount) return false;
  try {
    const pids = await restConnections(pool);
    await pool.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and not pid = any($1)`,
      [pids],
    );
    const { rows } = await pool.query<{ shape: string; is_large: boolean }>(
      `select (${SHAPE}) as shape, pg_database_size(current_database()) > ${MAX_BYTES} as is_large`,
    );
    if (rows[0]!.shape !== shape || rows[0]!.is_large) return false;
    await pool.query(EMPTY);
    return true;
  } catch {
    return false;
  }
}

/** Ends what a test has told the idle connections; gives the process ids of their servers. */
async function restConnections(pool: pg.Pool): Promise<number[]> {
  const count = Math.max(1, pool.totalCount);
  const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()));
  try {
    return await Promise.all(
      clients.map(async (client) => {
        await client.query(REST);
        const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
        return rows[0]!.pid;
      }),
    );
  } finally {
    for (const client of clients) client.release();
  }
}
