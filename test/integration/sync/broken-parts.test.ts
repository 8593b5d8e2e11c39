import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { ReadingFailure, SnapshotModel } from '../../../src/hris/snapshot.ts';
import { getFreshness } from '../../../src/hris/freshness.ts';
import { listAllSyncStatuses } from '../../../src/hris/sync-status.ts';
import { people, person, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const REST: SnapshotModel[] = ['company', 'location', 'group', 'employee'];
const broken = (some: Partial<ReadingFailure> = {}): ReadingFailure => ({
  code: 'report_cut',
  subject: 'work_history',
  message: 'The report ends in the middle of a record.',
  details: [],
  models: ['employment'],
  ...some,
});
const withoutHistory = (...failures: ReadingFailure[]) => ({
  tells: { failures, coveredModels: REST },
});

async function syncedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(3)));
  await world.sync();
  await world.takeEvents();
  return world;
}

async function statusOf(world: SyncWorld, name: string): Promise<string> {
  const statuses = await listAllSyncStatuses(world.deps, world.scope.linkedAccountId);
  return statuses.find((status) => status.model_name === name)!.status;
}

it('keeps the last good records of a part that broke, and brings the others up to date', async () => {
  await using world = await syncedWorld();
  const { linkedAccountId } = world.scope;
  const freshBefore = await getFreshness(world.deps.db, linkedAccountId, 'employment');
  const before = await world.records('employment');
  world.source.roster.people[0]!.phone = '+1 new';
  // What was read before the break must not be taken for the whole.
  world.source.roster.people[0]!.history[0]!.title = 'Cut off';
  world.source.roster.people[1]!.history = [];
  const run = await world.sync(withoutHistory(broken()));
  expect(run).toMatchObject({
    state: 'partially_succeeded',
    error_code: 'parts_failed',
    error_message: 'work_history: report_cut',
  });
  expect(await world.records('employment')).toEqual(before);
  expect(countTypes(await world.takeEvents())).toEqual({ 'employee.updated': 1, 'sync.completed': 1 });
  expect(await world.openIssues()).toMatchObject([{ code: 'report_cut', subject: 'work_history' }]);
  expect([await statusOf(world, 'Employment'), await statusOf(world, 'Employee')]).toEqual([
    'FAILED',
    'DONE',
  ]);
  const after = await getFreshness(world.deps.db, linkedAccountId, 'employment');
  expect(after).toEqual({ dataFreshAsOf: freshBefore.dataFreshAsOf, syncStatus: 'FAILED' });
  const ofPeople = await getFreshness(world.deps.db, linkedAccountId, 'employee');
  expect(ofPeople.dataFreshAsOf! > freshBefore.dataFreshAsOf!).toBe(true);
});

it('compares nothing with a reading that was not whole, and closes the issue when the part is read again', async () => {
  await using world = await syncedWorld();
  await world.sync(withoutHistory(broken()));
  expect(await world.account()).toMatchObject({ source_hash: null, source_rows_digest: null });
  await world.sync();
  expect(world.source.asked.at(-1)!.known).toEqual([]);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from issues where code = 'report_cut'`.execute(world.deps.db);
  expect(rows[0]!.count).toBe(1);
  world.source.roster.people[0]!.history[0]!.title = 'Head';
  expect(await world.sync({ tells: {} })).toMatchObject({ state: 'succeeded', error_code: null });
  expect(await world.openIssues()).toEqual([]);
  expect([await statusOf(world, 'Employment'), await statusOf(world, 'Employee')]).toEqual(['DONE', 'DONE']);
});

it('is silent about the issue of another part that broke under the same code', async () => {
  await using world = await syncedWorld();
  const places: ReadingFailure = broken({
    subject: 'company_settings',
    models: ['company', 'location', 'group'],
  });
  await world.sync({ tells: { failures: [broken(), places], coveredModels: ['employee'] } });
  expect((await world.openIssues()).map(({ subject }) => subject).toSorted()).toEqual([
    'company_settings',
    'work_history',
  ]);
  await world.sync(withoutHistory(broken()));
  expect((await world.openIssues()).map(({ subject }) => subject)).toEqual(['work_history']);
});

it('says that a first reading lacked a part, and of which models', async () => {
  await using world = await SyncWorld.create(roster(people(2), withoutHistory(broken())));
  expect(await world.sync()).toMatchObject({ state: 'partially_succeeded', is_initial: true });
  expect(await world.records('employment')).toEqual([]);
  expect(await world.records('employee')).toHaveLength(2);
  const { linkedAccountId } = world.scope;
  expect(await getFreshness(world.deps.db, linkedAccountId, 'employment')).toEqual({
    dataFreshAsOf: null,
    syncStatus: 'FAILED',
  });
});

it('stays partial for the others too where people are in doubt', async () => {
  await using world = await syncedWorld();
  const [ann] = world.source.roster.people;
  const twins = [...world.source.roster.people, person(1, { workId: ann!.workId })];
  await world.sync({ people: twins, ...withoutHistory(broken()) });
  expect([await statusOf(world, 'Employment'), await statusOf(world, 'Employee')]).toEqual([
    'FAILED',
    'PARTIALLY_SYNCED',
  ]);
});
