import { expect, it } from 'vitest';
import { requestSync } from '../../../src/accounts/index.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { startDueRuns } from '../../../src/sync/index.ts';
import { people, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

async function syncedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(3)));
  await world.sync();
  await world.takeEvents();
  return world;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

it('stops at once when the company has left, keeps and serves the data, and tells the partner once', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  const id = await world.request();
  world.source.beforeSignIn = async () => {
    await world.request();
    throw new ConnectorError('company_left', 'The company is closed.', { subject: 'company' });
  };
  await world.work(id);
  expect(await world.run(id)).toMatchObject({
    state: 'failed',
    error_code: 'company_left',
    attempt_count: 1,
  });
  expect(await world.account()).toMatchObject({
    status: 'IDLE',
    status_detail: 'company_left',
    next_sync_at: null,
  });
  expect(await world.openIssues()).toMatchObject([{ code: 'company_left' }]);
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({ 'linked_account.disconnected': 1 });
  expect(events[0]!.data).toMatchObject({
    reason: 'company_left',
    linked_account: { id: world.scope.linkedAccountId },
  });
  expect(await world.everything()).toEqual(before);

  world.clock.advance(48 * HOUR_MS);
  await startDueRuns(world.deps);
  const signIns = world.source.signIns;
  expect(await world.sync()).toMatchObject({ state: 'failed', error_code: 'account_not_linked' });
  expect(world.source.signIns).toBe(signIns);
  expect(await world.takeEvents()).toEqual([]);
});

it('asks for a relink when the grant has ended', async () => {
  await using world = await syncedWorld();
  world.source.beforeSignIn = () => {
    throw new ConnectorError('grant_ended', 'The source knows the grant no more.');
  };
  expect(await world.sync()).toMatchObject({ state: 'failed', error_code: 'grant_ended' });
  expect(await world.account()).toMatchObject({ status: 'RELINK_NEEDED', status_detail: 'grant_ended' });
  expect(countTypes(await world.takeEvents())).toEqual({ 'linked_account.relink_needed': 1 });
});

it("ends quietly when the day's budget is spent, and is due again when there is room", async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  world.source.beforeSignIn = () => {
    throw new ConnectorError('budget_spent', 'No sign-in is left today.', {
      subject: 'sign_in',
      retryAfterMs: 9 * HOUR_MS,
    });
  };
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'failed', error_code: 'budget_spent', attempt_count: 1 });
  expect(await world.takeEvents()).toEqual([]);
  expect(await world.openIssues()).toMatchObject([{ code: 'budget_spent', subject: 'sign_in' }]);
  const account = await world.account();
  expect(account.status).toBe('COMPLETE');
  expect(new Date(account.next_sync_at!).getTime()).toBe(world.clock.now().getTime() + 9 * HOUR_MS);
  expect(await world.everything()).toEqual(before);
  world.source.beforeSignIn = () => undefined;
  await world.sync();
  expect(await world.openIssues()).toEqual([]);
});

it('waits as long as the source asks, tries once, and is due then', async () => {
  await using world = await syncedWorld();
  world.source.beforeSignIn = () => {
    throw new ConnectorError('rate_limited', 'The source answered 429.', { retryAfterMs: 20 * MINUTE_MS });
  };
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'failed', error_code: 'rate_limited', attempt_count: 1 });
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.failed': 1 });
  expect(await world.openIssues()).toMatchObject([{ code: 'rate_limited' }]);
  const { next_sync_at, status } = await world.account();
  expect(status).toBe('COMPLETE');
  expect(new Date(next_sync_at!).getTime()).toBe(world.clock.now().getTime() + 20 * MINUTE_MS);
  world.source.beforeSignIn = () => undefined;
  await world.sync();
  expect(await world.openIssues()).toEqual([]);
});

it('reads the cheap models alone for news of the source, and applies them', async () => {
  await using world = await syncedWorld();
  const freshBefore = (await world.account()).data_fresh_as_of;
  const dueBefore = (await world.account()).next_sync_at;
  world.source.roster.people[0]!.phone = '+1 new';
  const run = await world.syncFor('source_event');
  expect(run).toMatchObject({ state: 'succeeded', trigger: 'source_event' });
  expect(world.source.asked.at(-1)).toMatchObject({
    known: [],
    models: ['company', 'location', 'group', 'team', 'employee', 'employment'],
  });
  expect(countTypes(await world.takeEvents())).toEqual({ 'employee.updated': 1, 'sync.completed': 1 });
  const account = await world.account();
  expect([account.data_fresh_as_of, account.next_sync_at]).toEqual([freshBefore, dueBefore]);
});

it('reads everything after a look for news, even if the source is back to what it was', async () => {
  await using world = await syncedWorld();
  const [ann] = world.source.roster.people;
  const before = ann!.phone;
  ann!.phone = '+1 new';
  await world.syncFor('source_event');
  ann!.phone = before;
  expect(await world.sync()).toMatchObject({ state: 'succeeded', counts: { employee: { updated: 1 } } });
  expect(world.source.asked.at(-1)!.models).toBeUndefined();
  expect((await world.employee('person1@corp.test')).body['mobile_phone_number']).toBe(before);
});

it('takes two looks for news at one moment for no two absences', async () => {
  await using world = await syncedWorld();
  world.source.roster.people.pop();
  for (let looks = 0; looks < 3; looks += 1) await world.syncFor('source_event');
  expect(await world.employee('person3@corp.test')).toMatchObject({
    missed_runs: 0,
    remote_was_deleted: false,
  });
});

it('makes one of news and a request that wait together, and it reads everything', async () => {
  await using world = await syncedWorld();
  const news = await world.request('source_event');
  expect(await world.request('request')).toBe(news);
  expect(await world.request('source_event')).toBe(news);
  await world.work(news);
  expect(world.source.asked.at(-1)!.models).toBeUndefined();
});

it('follows a run with what was asked for meanwhile: a look for news, or everything', async () => {
  await using world = await syncedWorld();
  for (const [asked, follower] of [
    [['source_event'], 'source_event'],
    [['source_event', 'request'], 'follow_up'],
    [['request', 'source_event'], 'follow_up'],
  ] as const) {
    const id = await world.request();
    world.source.beforeSignIn = async () => {
      for (const trigger of asked) await world.request(trigger);
    };
    await world.work(id);
    world.source.beforeSignIn = () => undefined;
    const open = await openRuns(world);
    expect(open.map((run) => run.trigger)).toEqual([follower]);
    await world.work(open[0]!.id);
  }
});

it('leaves an account due while a look for news is under way', async () => {
  await using world = await syncedWorld();
  world.clock.advance(2 * HOUR_MS);
  const news = await world.request('source_event');
  await startDueRuns(world.deps);
  expect((await openRuns(world)).map((run) => run.id)).toEqual([news]);
  await world.work(news);
  await startDueRuns(world.deps);
  expect((await openRuns(world)).map((run) => run.trigger)).toEqual(['schedule']);
});

it('reads everything the first time, whatever asked for it', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  await inTransaction(world.deps.db, (trx) => requestSync(trx, world.scope, 'source_event'));
  const [run] = await openRuns(world);
  await world.work(run!.id);
  expect(world.source.asked.at(-1)!.models).toBeUndefined();
  expect((await world.account()).data_fresh_as_of).not.toBeNull();
});

const openRuns = (world: SyncWorld) =>
  world.deps.db
    .selectFrom('sync_runs')
    .select(['id', 'trigger'])
    .where('state', 'in', ['queued', 'running'])
    .execute();
