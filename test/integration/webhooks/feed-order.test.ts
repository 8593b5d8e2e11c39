import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { FeedWatch, listChanges } from '../../../src/hris/changes-feed.ts';
import { newId } from '../../../src/lib/ids.ts';
import { appendEvent, dispatchOutbox } from '../../../src/webhooks/index.ts';
import { addEndpoint, createWorld, type World } from './setup.ts';

let world: World;
let reader: Reader;
beforeEach(async () => {
  world = await createWorld();
  reader = new Reader();
});
afterEach(() => world[Symbol.asyncDispose]());

/** Reads on and on from where it was, as a partner does. */
class Reader {
  readonly seen: string[] = [];
  readonly #deps = { db: world.db, cursorKey: randomBytes(32), watch: new FeedWatch(world) };
  #cursor: string | undefined;

  async read(): Promise<void> {
    let hasMore: boolean;
    do {
      const page = await listChanges(this.#deps, {
        organizationId: world.organizationId,
        filters: {},
        cursor: this.#cursor,
        pageSize: 100,
        waitSeconds: 0,
        signal: new AbortController().signal,
      });
      const changes = JSON.parse(`[${page.results}]`) as { id: string }[];
      this.seen.push(...changes.map(({ id }) => id));
      this.#cursor = page.next;
      ({ hasMore } = page);
    } while (hasMore);
  }
}

const scopeOf = (linkedAccountId: string) => ({ organizationId: world.organizationId, linkedAccountId });

it('a reader misses no event of a transaction that began before what it has read, and ended after', async () => {
  const [slow, quick] = [scopeOf(newId()), scopeOf(newId())];
  // The queue learns a task's name in the first transaction that uses it, and others wait for that.
  await inTransaction(world.db, (trx) => appendEvent(trx, slow, { type: 'sync.completed', data: {} }));
  let ofSlow = '';
  let ofQuick = '';
  await inTransaction(world.db, async (trx) => {
    ofSlow = await appendEvent(trx, slow, { type: 'employee.created', data: {} });
    ofQuick = await inTransaction(world.db, (other) =>
      appendEvent(other, quick, { type: 'employee.created', data: {} }),
    );
    await dispatchOutbox(world);
    await reader.read();
    expect(reader.seen).toEqual([ofQuick]);
  });
  await dispatchOutbox(world);
  await reader.read();
  expect(reader.seen).toEqual([ofQuick, ofSlow]);
});

it('a reader misses no batch of a dispatcher that another one could overtake', async () => {
  // One batch has something to deliver, and what makes it known is held up; the other has nothing.
  await addEndpoint(world, 'https://partner.example.com/hooks', ['group.*']);
  const ids = await inTransaction(world.db, async (trx) => {
    const appended = [await appendEvent(trx, scopeOf(newId()), { type: 'group.created', data: {} })];
    for (let n = 0; n < 600; n += 1)
      appended.push(await appendEvent(trx, scopeOf(newId()), { type: 'employee.created', data: {} }));
    return appended;
  });
  let isOvertaken = false;
  let dispatchers: Promise<void>[] = [];
  await inTransaction(world.db, async (trx) => {
    await sql`lock table graphile_worker._private_jobs in access exclusive mode`.execute(trx);
    dispatchers = [dispatchOutbox(world)];
    await expect.poll(() => countWaiting(`relation = 'graphile_worker._private_jobs'::regclass`)).toBe(1);
    dispatchers.push(dispatchOutbox(world).then(() => void (isOvertaken = true)));
    await expect
      .poll(async () => isOvertaken || (await countWaiting(`locktype = 'advisory'`)) === 1)
      .toBe(true);
    await reader.read();
  });
  await Promise.all(dispatchers);
  await reader.read();
  expect(reader.seen).toEqual(ids);
});

it('over overlapping transactions of two accounts and three dispatchers, each event is read once, in its account’s order', async () => {
  const accounts = [newId(), newId()];
  const written = new Map(accounts.map((account) => [account, [] as string[]]));
  let writing = accounts.length;
  const write = async (account: string): Promise<void> => {
    for (let run = 0; run < 25; run += 1) {
      const ids = await inTransaction(world.db, async (trx) => {
        const appended: string[] = [];
        for (let n = 0; n < 8; n += 1)
          appended.push(await appendEvent(trx, scopeOf(account), { type: 'employee.updated', data: { n } }));
        return appended;
      });
      written.get(account)!.push(...ids);
    }
    writing -= 1;
  };
  const repeat = async (work: () => Promise<void>): Promise<void> => {
    while (writing > 0) await work();
    await work();
  };
  await Promise.all([
    ...accounts.map(write),
    ...Array.from({ length: 3 }, () => repeat(() => dispatchOutbox(world))),
    repeat(() => reader.read()),
  ]);
  await dispatchOutbox(world);
  await reader.read();
  for (const ids of written.values()) expect(reader.seen.filter((id) => ids.includes(id))).toEqual(ids);
  expect(reader.seen).toHaveLength(400);
});

/** Whoever waits for a lock of this kind in this database. */
async function countWaiting(kind: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_locks
     where not granted and database = (select oid from pg_database where datname = current_database())
       and ${sql.raw(kind)}`.execute(world.db);
  return rows[0]!.count;
}
