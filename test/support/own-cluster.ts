import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { vi } from 'vitest';
import { claimClusterName } from '../../src/db/cluster-claim.ts';
import { createDb, createPool } from '../../src/db/client.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/db/embedded-postgres.ts';
import { migrateToLatest } from '../../src/db/migrator.ts';
import { isAlive } from '../../src/lib/process-alive.ts';
import type { TestDatabase } from './database.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');

/** A PostgreSQL of a test's own, which can be stopped and started without harm to others. */
export interface OwnCluster extends AsyncDisposable {
  database: TestDatabase;
  stop(): Promise<void>;
  /** At once: what was committed without waiting for the disk is lost. */
  crash(): Promise<void>;
  /** On the same port, with the same data. */
  start(): Promise<void>;
}

export async function startOwnCluster(): Promise<OwnCluster> {
  const name = await claimClusterName(projectRoot, 'restarted');
  const launch = (preferredPort: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ projectRoot, name, preferredPort, settings: { max_connections: '100' } });
  let server = await launch(54_700);
  const { port } = server;
  const url = await server.recreateDatabase('muster');
  const pool = createPool({
    url,
    maxConnections: 5,
    applicationName: 'muster-test',
    onError: () => undefined,
  });
  const db = createDb(pool);
  await migrateToLatest(db, pool);
  const { rows } = await pool.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
  const pidFile = path.join(rows[0]!.folder, 'postmaster.pid');
  const stop = (): Promise<void> => server.stop();
  return {
    database: { db, pool, url, [Symbol.asyncDispose]: () => db.destroy() },
    stop,
    async crash() {
      const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000, interval: 20 });
    },
    async start() {
      server = await launch(port);
      if (server.port !== port) throw new Error('Somebody took the port of the stopped server.');
    },
    [Symbol.asyncDispose]: stop,
  };
}
