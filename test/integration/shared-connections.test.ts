import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDb, createPool, type Db } from '../../src/db/client.ts';
import { runStatement, slot, spell } from '../../src/db/prepared.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const NAME = 'muster-shared';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect();
});
afterAll(async () => {
  await db.destroy();
  await database[Symbol.asyncDispose]();
});

function connect(): Db {
  return createDb(
    createPool({ url: database.url, maxConnections: 2, applicationName: NAME, onError: () => undefined }),
  );
}

interface Answer {
  said: string;
  pid: number;
}

/** Says its number back, by a short read; what is no number fails. */
async function ask(number: string, of: Db = db): Promise<Answer> {
  const query = sql<Answer>`select ${slot('number')}::text::int::text as said, pg_backend_pid() as pid`;
  const statement = spell(of, query, { isKept: true, isShared: true });
  const [answer] = await runStatement(of, statement, { number });
  return answer!;
}

async function listConnections(): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where application_name = ${NAME}`.execute(database.db);
  return rows.map(({ pid }) => pid);
}

const numbers = Array.from({ length: 200 }, (_, place) => String(place));

describe('short reads', () => {
  it('that come at once are each given their own answer, over two connections', async () => {
    const answers = await Promise.all(numbers.map((number) => ask(number)));
    expect(answers.map(({ said }) => said)).toEqual(numbers);
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(2);
  });

  it('that fail take no others with them', async () => {
    const wanted = [...numbers.slice(0, 20), 'none', ...numbers.slice(20, 40)];
    const settled = await Promise.allSettled(wanted.map((number) => ask(number)));
    const said = settled.map((one) => (one.status === 'fulfilled' ? one.value.said : 'none'));
    expect(said).toEqual(wanted);
    expect(await ask('7')).toMatchObject({ said: '7' });
  });

  it('go on over a new connection when the old ones were ended', async () => {
    const before = new Set((await Promise.all(numbers.map((number) => ask(number)))).map(({ pid }) => pid));
    await sql`select pg_terminate_backend(pid) from unnest(${[...before]}::int[]) pid`.execute(database.db);
    await expect.poll(async () => (await listConnections()).filter((pid) => before.has(pid))).toEqual([]);
    // The server has let them go; that this has been heard here, too, shows when both have answered anew.
    const heard = () => Promise.all(numbers.map((number) => ask(number))).then((all) => all.length, String);
    await expect.poll(heard).toBe(numbers.length);
    const answers = await Promise.all(numbers.map((number) => ask(number)));
    expect(answers.map(({ said }) => said)).toEqual(numbers);
    expect(answers.filter(({ pid }) => before.has(pid))).toEqual([]);
  });

  it('under way are told when their connection ends', async () => {
    const query = sql<Answer>`select ${slot('number')}::text as said, pg_terminate_backend(pg_backend_pid())`;
    const statement = spell(db, query, { isKept: true, isShared: true });
    const killed = runStatement(db, statement, { number: '1' });
    await expect(killed).rejects.toThrow();
    await expect.poll(() => ask('8').then(({ said }) => said, String)).toBe('8');
  });
});

it('leave no connection behind when the database is let go', async () => {
  const other = connect();
  const { pid } = await ask('1', other);
  await sql`select 1`.execute(other);
  expect(await listConnections()).toContain(pid);
  await other.destroy();
  await expect.poll(listConnections).not.toContain(pid);
});

it('tell that nobody answers', async () => {
  const nowhere = createDb(
    createPool({
      url: 'postgres://muster@127.0.0.1:1/none',
      maxConnections: 2,
      applicationName: NAME,
      onError: () => undefined,
    }),
  );
  await expect(ask('1', nowhere)).rejects.toThrow();
  await nowhere.destroy();
});
