import type { World } from './world.ts';

/** What the service counts and notes by itself, in the background. */
const VOLATILE_TABLES = ['rate_limit_buckets', 'worker_heartbeats'];
const VOLATILE_COLUMNS = ['last_used_at'];

/** One hash per table, queued jobs among them; equal hashes: not one row differs. */
export async function digestAll(world: World): Promise<Map<string, string>> {
  return digest(world, (table) => `select ${rowHash} from ${table} t`);
}

/** The same of the rows of the foreign organization and its account. */
export async function digestForeign(world: World): Promise<Map<string, string>> {
  const { organizationId, linkedAccountId } = world.foreign;
  const owners = { organization_id: organizationId, linked_account_id: linkedAccountId };
  return digest(world, (table) => {
    const columns = world.catalog.get(table.replaceAll('"', ''))?.map(({ name }) => name) ?? [];
    const mine = Object.entries(owners).filter(([name]) => columns.includes(name));
    const conditions = mine.map(([name, id]) => `${name} = '${id}'`);
    return `select ${rowHash} from ${table} t where ${conditions.join(' or ') || 'false'}`;
  });
}

const rowHash = `md5(coalesce(string_agg(h, '' order by h), '')) from (select md5((to_jsonb(t) - '{${VOLATILE_COLUMNS.join(',')}}'::text[])::text) as h`;

async function digest(world: World, select: (table: string) => string): Promise<Map<string, string>> {
  const tables = [...world.catalog.keys()].filter((table) => !VOLATILE_TABLES.includes(table));
  const named = [...tables.map((table) => [table, `"${table}"`]), ['jobs', 'graphile_worker._private_jobs']];
  const parts = named.map(([name, table]) => `select '${name}' as name, (${select(table!)}) s) as hash`);
  const { rows } = await world.harness.database.pool.query<{ name: string; hash: string }>(
    parts.join(' union all '),
  );
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

/** Names of the tables that differ. */
export function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name);
}
