import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { claimClusterName } from '../../src/db/cluster-claim.ts';
import { createDb, createPool } from '../../src/db/client.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts';
import { migrateToLatest } from '../../src/db/migrator.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');

export interface ServiceDatabase extends AsyncDisposable {
  url: string;
}

/** A migrated database in a cluster of its own that keeps what it commits, as production does. */
export async function startServiceDatabase(name: string): Promise<ServiceDatabase> {
  const postgres = await startEmbeddedPostgres({
    projectRoot,
    name: await claimClusterName(projectRoot, name),
    preferredPort: 54_600,
    settings: { max_connections: '200', shared_buffers: '256MB' },
  });
  const url = await postgres.recreateDatabase('bench');
  const pool = createPool({ url, maxConnections: 2, applicationName: name, onError: () => undefined });
  const db = createDb(pool);
  await migrateToLatest(db, pool);
  await db.destroy();
  return { url, [Symbol.asyncDispose]: () => postgres.stop() };
}

const TICKS_PER_SECOND = 100;

/** CPU seconds that a process has used, with those of its children that have ended; 0 when it is gone. Linux only. */
export async function cpuSeconds(pid: number): Promise<number> {
  const fields = await readStat(pid);
  return fields ? sum(fields.slice(11, 15)) / TICKS_PER_SECOND : 0;
}

/** CPU seconds of a whole PostgreSQL, backends that have ended included. `backendPid` is any backend of it. */
export async function clusterCpuSeconds(
  backendPid: number,
  allBackendPids: readonly number[],
): Promise<number> {
  const postmaster = Number((await readStat(backendPid))?.[1] ?? 0);
  const seconds = await Promise.all([postmaster, ...allBackendPids].map(cpuSeconds));
  return sum(seconds);
}

/** From the state on: the name before it may hold blanks. */
async function readStat(pid: number): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

const sum = (values: readonly (string | number)[]): number =>
  values.reduce<number>((total, value) => total + Number(value), 0);
