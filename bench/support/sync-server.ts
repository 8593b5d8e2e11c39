import path from 'node:path';
import pg from 'pg';
import { createDb, createPool, type Db } from '../../src/db/client.ts';
import { claimClusterName } from '../../src/db/cluster-claim.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts';
import { migrateToLatest } from '../../src/db/migrator.ts';

const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');
const TEMPLATE = 'bench_template';

/** As a server of this size is set up; what a crash may cost is left as it is. */
const SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  wal_compression: 'off',
};

export interface BenchDatabase extends AsyncDisposable {
  url: string;
  db: Db;
  pool: pg.Pool;
}

export interface BenchServer extends AsyncDisposable {
  /** A migrated database of its own, dropped in the end. */
  createDatabase(): Promise<BenchDatabase>;
}

/** The embedded Postgres with durable commits, or the server of BENCH_DATABASE_URL as it is. */
export async function startBenchServer(): Promise<BenchServer> {
  const server = await startServer();
  await onServer(server.url, [
    `drop database if exists ${TEMPLATE} with (force)`,
    `create database ${TEMPLATE}`,
  ]);
  await migrate(withDatabase(server.url, TEMPLATE));
  let count = 0;
  return {
    async createDatabase() {
      const name = `bench_${process.pid}_${(count += 1)}`;
      await onServer(server.url, [`create database ${name} template ${TEMPLATE}`, 'checkpoint']);
      const connected = connect(withDatabase(server.url, name));
      return {
        ...connected,
        async [Symbol.asyncDispose]() {
          await connected.db.destroy();
          await onServer(server.url, [`drop database ${name} with (force)`]);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await onServer(server.url, [`drop database ${TEMPLATE} with (force)`]);
      await server.stop();
    },
  };
}

/** A pool as the service has it. */
export function connect(url: string): Omit<BenchDatabase, typeof Symbol.asyncDispose> {
  const pool = createPool({
    url,
    maxConnections: 10,
    applicationName: 'muster-bench',
    onError: () => undefined,
  });
  return { url, pool, db: createDb(pool) };
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['BENCH_DATABASE_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  const name = await claimClusterName(PROJECT_ROOT, 'bench');
  const options = { projectRoot: PROJECT_ROOT, name, preferredPort: 54_900, settings: SETTINGS };
  const postgres = await startEmbeddedPostgres(options);
  return { url: postgres.urlOf('postgres'), stop: () => postgres.stop() };
}

async function migrate(url: string): Promise<void> {
  const { db, pool } = connect(url);
  await migrateToLatest(db, pool);
  await db.destroy();
}

async function onServer(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
