import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDb, createPool, type Db } from '../../src/db/client.ts';
import { emptyDatabase, readShape } from './empty-database.ts';

export interface TestDatabase extends AsyncDisposable {
  db: Db;
  pool: pg.Pool;
  url: string;
}

/**
 * A migrated database of this test's own: one that an earlier test of the run has left empty, else a clone of the template that
 * test/support/global-setup.ts made. Making and dropping one costs a thousand files each time, emptying it next to nothing.
 */
export async function createTestDatabase(options: { maxConnections?: number } = {}): Promise<TestDatabase> {
  const { serverUrl, template } = inject('database');
  const name = `muster_test_${randomBytes(6).toString('hex')}`;
  await takeOrClone(serverUrl, template, name);
  const url = withDatabase(serverUrl, name);
  const shape = await readShape(url);
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
      const isEmpty = await emptyDatabase(url, shape);
      await onServer(serverUrl, async (client) => {
        await client.query(
          isEmpty
            ? `alter database ${name} rename to ${spareOf(template)}${randomBytes(6).toString('hex')}`
            : `drop database if exists ${name} with (force)`,
        );
      });
    },
  };
}

/** Ends what the run's tests have left. */
export async function dropSpares(serverUrl: string, template: string): Promise<void> {
  await onServer(serverUrl, async (client) => {
    for (const name of await listSpares(client, template))
      await client.query(`drop database ${name} with (force)`);
  });
}

export function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/** Cloning a template fails while another clone reads it: an advisory lock puts all of this in a row. */
export async function onServer(serverUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7284999)');
    await work(client);
  } finally {
    await client.end();
  }
}

async function takeOrClone(serverUrl: string, template: string, name: string): Promise<void> {
  await onServer(serverUrl, async (client) => {
    const [spare] = await listSpares(client, template);
    await client.query(
      spare === undefined
        ? `create database ${name} template ${template}`
        : `alter database ${spare} rename to ${name}`,
    );
  });
}

async function listSpares(client: pg.Client, template: string): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1) order by datname',
    [spareOf(template)],
  );
  return rows.map((row) => row.datname);
}

const spareOf = (template: string): string => `${template}_spare_`;
