import { sql } from 'kysely';
import { expect, it, vi } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import { assertLease, extendLease, releaseLease, takeLease, withLease } from '../../../src/queue/leases.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { insertAccount } from '../../support/rows.ts';

async function insertSession(database: TestDatabase): Promise<string> {
  const account = await insertAccount(database.db);
  const id = newId();
  await database.db
    .insertInto('link_sessions')
    .values({
      id,
      organization_id: account.organizationId,
      linked_account_id: account.linkedAccountId,
      state: 'accepting_invitation',
      state_entered_at: sql`now()`,
      token_expires_at: sql`now()`,
      created_at: sql`now()`,
    })
    .execute();
  return id;
}

/** The database's clock decides; the test moves the lease's end into the past instead of waiting for it. */
async function letLeaseEnd(database: TestDatabase, id: string): Promise<void> {
  await sql`update link_sessions set lease_until = now() - interval '1 second' where id = ${id}`.execute(
    database.db,
  );
}

it('lets one of many workers take a row', async () => {
  await using database = await createTestDatabase();
  const id = await insertSession(database);
  const leases = await Promise.all(
    Array.from({ length: 20 }, () => takeLease(database.db, 'link_sessions', id, 30)),
  );
  expect(leases.filter(Boolean)).toHaveLength(1);
});

it('refuses every write of a worker whose lease was taken over', async () => {
  await using database = await createTestDatabase();
  const id = await insertSession(database);
  const zombie = (await takeLease(database.db, 'link_sessions', id, 30))!;
  await letLeaseEnd(database, id);
  const successor = (await takeLease(database.db, 'link_sessions', id, 30))!;
  await expect(inTransaction(database.db, (trx) => assertLease(trx, zombie))).rejects.toThrowError(
    /took over/,
  );
  await expect(extendLease(database.db, zombie, 30)).rejects.toThrowError(/took over/);
  await inTransaction(database.db, (trx) => assertLease(trx, successor));
});

it('does not release what a successor holds', async () => {
  await using database = await createTestDatabase();
  const id = await insertSession(database);
  const zombie = (await takeLease(database.db, 'link_sessions', id, 30))!;
  await letLeaseEnd(database, id);
  await takeLease(database.db, 'link_sessions', id, 30);
  await releaseLease(database.db, zombie);
  expect(await takeLease(database.db, 'link_sessions', id, 30)).toBeUndefined();
});

it('frees the row when the work has ended, also with an error', async () => {
  await using database = await createTestDatabase();
  const id = await insertSession(database);
  const lease = (await takeLease(database.db, 'link_sessions', id, 30))!;
  await expect(
    withLease(database.db, lease, 30, () => Promise.reject(new Error('broken'))),
  ).rejects.toThrowError('broken');
  expect(await takeLease(database.db, 'link_sessions', id, 30)).toBeDefined();
});

it('extends a lease once, however long a transaction of the work has the row', async () => {
  await using database = await createTestDatabase();
  const id = await insertSession(database);
  const seconds = 0.03;
  const lease = (await takeLease(database.db, 'link_sessions', id, seconds))!;
  await withLease(database.db, lease, seconds, () =>
    inTransaction(database.db, async (trx) => {
      await assertLease(trx, lease);
      await vi.waitUntil(async () => (await countWaiting(database)) > 0, { timeout: 5000, interval: 5 });
      // Ten more extensions are due meanwhile; each would hold a connection of the pool.
      await sql`select pg_sleep(${seconds * 4})`.execute(trx);
      expect(await countWaiting(database)).toBe(1);
    }),
  );
});

async function countWaiting(database: TestDatabase): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db);
  return rows[0]!.count;
}
