import { expect, it } from 'vitest';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import { startDueRuns } from '../../../src/sync/index.ts';
import { people, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

async function syncedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(3)));
  await world.sync();
  await world.takeEvents();
  return world;
}

it('asks for a relink after one refused sign-in, and does not try again by itself', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  const id = await world.request();
  let askedOf: string | undefined;
  world.source.beforeSignIn = async () => {
    askedOf = await world.request();
    throw new ConnectorError('bad_credentials', 'The source refused the sign-in.');
  };
  await world.work(id);
  expect(askedOf).toBe(id);
  expect(await world.run(id)).toMatchObject({
    state: 'failed',
    error_code: 'bad_credentials',
  });
  const account = await world.account();
  expect(account).toMatchObject({
    status: 'RELINK_NEEDED',
    status_detail: 'bad_credentials',
    next_sync_at: null,
  });
  expect(await world.openIssues()).toMatchObject([{ code: 'bad_credentials' }]);
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({ 'linked_account.relink_needed': 1 });
  expect(events[0]!.data.linked_account).toMatchObject({ id: world.scope.linkedAccountId });
  expect(await world.everything()).toEqual(before);
  const runs = await world.deps.db
    .selectFrom('sync_runs')
    .select('state')
    .where('state', '=', 'queued')
    .execute();
  expect(runs).toEqual([]);
});

it('does not sign in for an account that waits for a relink', async () => {
  await using world = await syncedWorld();
  const { linkedAccountId } = world.scope;
  await world.deps.db
    .updateTable('linked_accounts')
    .set({ status: 'RELINK_NEEDED', next_sync_at: null })
    .where('id', '=', linkedAccountId)
    .execute();
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'failed', error_code: 'account_not_linked' });
  expect(world.source.signIns).toBe(1);
  expect((await world.account()).next_sync_at).toBeNull();
});

it('reads nothing of another company', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  const run = await world.sync({ company: 'company_2', people: [] });
  expect(run).toMatchObject({ state: 'failed', error_code: 'wrong_company' });
  expect(world.source.readings).toBe(1);
  expect(await world.everything()).toEqual(before);
  expect(await world.openIssues()).toMatchObject([{ code: 'wrong_company', subject: 'company' }]);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.failed': 1 });
});

it('fails on a broken report at once, keeps the data, goes on by schedule, and heals', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  world.clock.advance(3_600_000);
  world.source.beforeItem = (position) => {
    if (position === 5)
      throw new ConnectorError('report_malformed', 'Row 3 has 4 cells.', { subject: 'work_history' });
  };
  const run = await world.sync({ salt: 'broken' });
  expect(run).toMatchObject({ state: 'failed', error_code: 'report_malformed', attempt_count: 1 });
  expect(await world.everything()).toEqual(before);
  expect(await world.countStaged()).toBe(0);
  expect(await world.openIssues()).toMatchObject([{ code: 'report_malformed', subject: 'work_history' }]);
  expect(new Date((await world.account()).next_sync_at!).getTime()).toBeGreaterThanOrEqual(
    world.clock.now().getTime() + 3_600_000,
  );
  world.source.beforeItem = () => undefined;
  expect((await world.sync({ salt: '' })).state).toBe('unchanged');
  expect(await world.openIssues()).toEqual([]);
});

it('tells nobody what an unexpected error said', async () => {
  await using world = await syncedWorld();
  world.source.beforeSignIn = () => {
    throw new TypeError('cannot read ann@corp.test');
  };
  const id = await world.request();
  await expect(world.work(id)).rejects.toThrow(TypeError);
  const run = await world.run(id);
  expect(run).toMatchObject({ state: 'queued', error_code: 'unexpected' });
  expect(run.error_message).not.toContain('ann@corp.test');
});

it('starts what is due by the clock, moves it on, and leaves the rest', async () => {
  await using world = await syncedWorld();
  const { db } = world.deps;
  const others = Array.from({ length: 120 }, () => newId());
  for (const id of others) await world.addAccount(id);
  await db
    .updateTable('linked_accounts')
    .set({ next_sync_at: world.clock.now() })
    .where('id', 'in', others)
    .execute();
  await db
    .updateTable('linked_accounts')
    .set({ status: 'RELINK_NEEDED' })
    .where('id', '=', others[0]!)
    .execute();
  await db.updateTable('linked_accounts').set({ next_sync_at: null }).where('id', '=', others[1]!).execute();

  await Promise.all([startDueRuns(world.deps), startDueRuns(world.deps)]);
  const runs = await db
    .selectFrom('sync_runs')
    .select(['linked_account_id', 'trigger'])
    .where('state', '=', 'queued')
    .execute();
  expect(runs.every((run) => run.trigger === 'schedule')).toBe(true);
  expect(runs.map((run) => run.linked_account_id).sort()).toEqual(others.slice(2).sort());
  const due = await db
    .selectFrom('linked_accounts')
    .select('next_sync_at')
    .where('id', 'in', others.slice(2))
    .execute();
  const earliest = Math.min(...due.map((account) => new Date(account.next_sync_at!).getTime()));
  expect(earliest).toBeGreaterThanOrEqual(world.clock.now().getTime() + 3_600_000);
  await startDueRuns(world.deps);
  expect((await db.selectFrom('sync_runs').select('id').where('state', '=', 'queued').execute()).length).toBe(
    118,
  );
});

it('does not wait for an account that somebody holds', async () => {
  await using world = await syncedWorld();
  const [held, free] = [newId(), newId()];
  await world.addAccount(held);
  await world.addAccount(free);
  const { db } = world.deps;
  await db
    .updateTable('linked_accounts')
    .set({ next_sync_at: world.clock.now() })
    .where('id', 'in', [held, free])
    .execute();
  await inTransaction(db, async (trx) => {
    await trx.selectFrom('linked_accounts').select('id').where('id', '=', held).forNoKeyUpdate().execute();
    await startDueRuns(world.deps);
  });
  const runs = await db
    .selectFrom('sync_runs')
    .select('linked_account_id')
    .where('state', '=', 'queued')
    .execute();
  expect(runs).toEqual([{ linked_account_id: free }]);
});

it('starts no second run, and asks for no follow-up, where one is at work', async () => {
  await using world = await syncedWorld();
  const id = await world.request();
  await world.deps.db.updateTable('sync_runs').set({ state: 'running' }).where('id', '=', id).execute();
  world.clock.advance(2 * 3_600_000);
  await startDueRuns(world.deps);
  expect(await world.run(id)).toMatchObject({ state: 'running' });
  expect(await world.deps.db.selectFrom('sync_requests').selectAll().execute()).toEqual([]);
  expect(new Date((await world.account()).next_sync_at!).getTime()).toBeGreaterThan(
    world.clock.now().getTime(),
  );
});
