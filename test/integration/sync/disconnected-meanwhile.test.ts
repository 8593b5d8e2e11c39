import { expect, it } from 'vitest';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { disconnectAccount } from '../../../src/linking/index.ts';
import { DatabasePause } from '../../support/database-pause.ts';
import { people, person, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

async function syncedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(10)));
  await world.sync();
  await world.takeEvents();
  return world;
}

const disconnect = (world: SyncWorld) => disconnectAccount(world.deps, world.scope);

/** Only that it was disconnected is told; what was read before stays as it was. */
async function expectLeft(world: SyncWorld, runId: string, before: unknown): Promise<void> {
  expect(await world.run(runId)).toMatchObject({ state: 'failed', error_code: 'account_not_linked' });
  expect(await world.everything()).toEqual(before);
  expect(await world.account()).toMatchObject({
    status: 'IDLE',
    status_detail: 'disconnected',
    next_sync_at: null,
  });
  expect(countTypes(await world.takeEvents())).toEqual({ 'linked_account.disconnected': 1 });
  expect(await world.openIssues()).toEqual([]);
  expect(await world.countStaged()).toBe(0);
  const open = world.deps.db.selectFrom('sync_runs').select('id').where('state', 'in', ['queued', 'running']);
  expect(await open.execute()).toEqual([]);
}

it.each<[string, (world: SyncWorld) => void]>([
  ['what it would have written', ({ source }) => source.roster.people.push(person(11))],
  ['what it would have been held for', ({ source }) => source.roster.people.splice(0, 9)],
])('drops of a run that was reading when its account was disconnected %s', async (_what, change) => {
  await using world = await syncedWorld();
  const before = await world.everything();
  change(world);
  const id = await world.request();
  world.source.beforeSignIn = async () => {
    await world.request();
    await disconnect(world);
  };
  await world.work(id);
  await expectLeft(world, id, before);
});

it('makes nothing of a sign-in that failed because the access is gone', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  const id = await world.request();
  world.source.beforeSignIn = async () => {
    await disconnect(world);
    throw new ConnectorError('bad_credentials', 'The source refused the sign-in.');
  };
  await world.work(id);
  await expectLeft(world, id, before);
});

it('undoes what a run is writing when its account is disconnected', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  world.source.roster.people[0]!.phone = '+15550000099';
  const id = await world.request();
  await using pause = await DatabasePause.open(world.database.url);
  await pause.arm({ table: 'employees', on: 'update' });
  const working = world.work(id);
  await pause.caught(20_000);
  await disconnect(world);
  await pause.release();
  await working;
  await expectLeft(world, id, before);
});
