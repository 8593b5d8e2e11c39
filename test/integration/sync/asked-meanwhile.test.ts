import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { pauseAccount, updateAccountSettings } from '../../../src/accounts/index.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { DatabasePause, type Halt } from '../../support/database-pause.ts';
import { people, roster } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

const WAIT_MS = 20_000;
const ASKING = 5;
const ENDING: Halt = { table: 'sync_runs', on: 'update', when: 'new.finished_at is not null' };

async function changedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(3)));
  await world.sync();
  world.source.roster.people[0]!.phone = '+15550000099';
  return world;
}

/** Does something while the run is held at the place; the run goes on when it is done, and ends. */
async function whileHeldAt<T>(
  world: SyncWorld,
  halt: Halt,
  act: (run: { id: string; goOn: () => Promise<void> }) => Promise<T>,
): Promise<T> {
  await using pause = await DatabasePause.open(world.database.url);
  const id = await world.request();
  await pause.arm(halt);
  const working = world.work(id);
  await pause.caught(WAIT_MS);
  const result = await act({ id, goOn: () => pause.release() });
  await pause.release();
  await working;
  return result;
}

async function listQueued(world: SyncWorld) {
  return await world.deps.db
    .selectFrom('sync_runs')
    .select(['id', 'trigger'])
    .where('state', '=', 'queued')
    .execute();
}

it.each<[string, Halt]>([
  ['its records', { table: 'employees', on: 'update' }],
  ['its end', ENDING],
])('does not wait for a run that writes %s, and one more follows it', async (_what, halt) => {
  await using world = await changedWorld();
  await whileHeldAt(world, halt, async ({ id }) => {
    expect(await world.request()).toBe(id);
    expect(await world.request('source_event')).toBe(id);
  });
  expect(await listQueued(world)).toMatchObject([{ trigger: 'follow_up' }]);
});

it('loses nobody who asks between a run’s look at what was asked and its commit', async () => {
  await using world = await changedWorld();
  const asked = await whileHeldAt(world, { ...ENDING, at: 'commit' }, async ({ id, goOn }) => {
    const asking = world.request();
    // The run is held, and so is whoever asks.
    await expect.poll(() => countWaiting(world), { timeout: WAIT_MS }).toBe(2);
    await goOn();
    return { id, by: await asking };
  });
  expect(asked.by).not.toBe(asked.id);
  expect(await listQueued(world)).toEqual([{ id: asked.by, trigger: 'request' }]);
});

it('answers everybody who asks while a worker begins the run that waits', async () => {
  await using world = await changedWorld();
  const id = await world.request();
  const asking = await inTransaction(world.deps.db, async (trx) => {
    await trx.selectFrom('sync_runs').select('id').where('id', '=', id).forUpdate().execute();
    const asked = Array.from({ length: ASKING }, () => world.request());
    await expect.poll(() => countWaiting(world), { timeout: WAIT_MS }).toBe(ASKING);
    await trx.updateTable('sync_runs').set({ state: 'running' }).where('id', '=', id).execute();
    return { asked };
  });
  expect(new Set(await Promise.all(asking.asked))).toEqual(new Set([id]));
});

it('lets settings be changed while a run ends, neither waiting for the other for good', async () => {
  await using world = await changedWorld();
  await whileHeldAt(world, { table: 'employees', on: 'update' }, () =>
    updateAccountSettings(world.deps, world.scope, { time_zone: 'America/Chicago' }),
  );
  expect(await listQueued(world)).toMatchObject([{ trigger: 'follow_up' }]);
});

it('has nothing follow when the account is paused meanwhile, and the pause does not wait', async () => {
  await using world = await changedWorld();
  await whileHeldAt(world, { table: 'employees', on: 'update' }, async () => {
    await world.request();
    await pauseAccount(world.deps, world.scope);
  });
  expect(await listQueued(world)).toEqual([]);
});

/** Whoever waits for what another transaction holds. */
async function countWaiting(world: SyncWorld): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(world.deps.db);
  return rows[0]!.count;
}
