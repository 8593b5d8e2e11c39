import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDb, createPool, type Db } from '../../src/db/client.ts';

export interface TestDatabase extends AsyncDisposable {
  db: Db;
  pool: pg.Pool;
  url: string;
}

/** A migrated database of this test's own, cloned from the template that test/support/global-setup.ts made. */
export async function createTestDatabase(options: { maxConnections?: number } = {}): Promise<TestDatabase> {
  const { serverUrl, template } = inject('database');
  const name = `muster_test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, `create database ${name} template ${template}`);
  const url = withDatabase(serverUrl, name);
  const pool = createPool({
    url,
    maxConnections: options.maxConnections ?? 10,
    applicationName: 'muster-test',
    onError: () => undefined,
  });
  const db = createDb(pool);
  return {
    db,
    pool,
    url,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await onServer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

export function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/** Cloning a template fails while another clone reads it: an advisory lock puts the clones in a row. */
export async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7284999)');
    await client.query(statement);
  } finally {
    await client.end();
  }
}
