import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDb, createPool, type Db } from '../../src/db/client.ts';
import { emptyDatabase } from './empty-database.ts';

export interface TestDatabase extends AsyncDisposable {
  db: Db;
  pool: pg.Pool;
  url: string;
}

/** Empty, with the connections that know it already. */
interface Place {
  name: string;
  url: string;
  pool: pg.Pool;
}

/** What the earlier tests of this process have left. */
const spares: Place[] = [];

/**
 * A migrated database of this test's own: one that an earlier test of this process has left empty, else a clone of the
 * template that test/support/global-setup.ts made. Making and dropping one costs a thousand files each time, emptying it next
 * to nothing; and a new connection learns the catalogue anew, which takes longer than most tests.
 */
export async function createTestDatabase(options: { maxConnections?: number } = {}): Promise<TestDatabase> {
  const { serverUrl, template, shape } = inject('database');
  const maxConnections = options.maxConnections ?? 10;
  const place = takeSpare(maxConnections) ?? (await clone(serverUrl, template, maxConnections));
  const { name, url, pool } = place;
  return {
    db: createDb(pool),
    pool,
    url,
    async [Symbol.asyncDispose]() {
      if (await emptyDatabase(pool, shape)) {
        spares.push(place);
        return;
      }
      if (!pool.ended) await pool.end();
      await onServer(serverUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
}

function takeSpare(maxConnections: number): Place | undefined {
  const at = spares.findIndex(({ pool }) => pool.options.max === maxConnections);
  return at === -1 ? undefined : spares.splice(at, 1)[0];
}

async function clone(serverUrl: string, template: string, maxConnections: number): Promise<Place> {
  const name = `${clonePrefix(template)}${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, async (client) => {
    await client.query(`create database ${name} template ${template}`);
  });
  const url = withDatabase(serverUrl, name);
  const pool = createPool({ url, maxConnections, applicationName: 'muster-test', onError: () => undefined });
  // A connection that waits for the next test keeps no process from its end.
  pool.on('connect', (client) => {
    (client as unknown as { connection: { stream: { unref(): void } } }).connection.stream.unref();
  });
  return { name, url, pool };
}

/** Ends what the run's tests have left. */
export async function dropClones(serverUrl: string, template: string): Promise<void> {
  await onServer(serverUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [clonePrefix(template)],
    );
    for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`);
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

const clonePrefix = (template: string): string => `${template}_clone_`;
