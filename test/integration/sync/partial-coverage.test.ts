import { expect, it } from 'vitest';
import { getFreshness } from '../../../src/hris/freshness.ts';
import { listAllSyncStatuses } from '../../../src/hris/sync-status.ts';
import type { SnapshotItem, SnapshotModel } from '../../../src/hris/snapshot.ts';
import { people, person, roster, shape, type Roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

async function syncedWorld(content: Roster = roster(people(10))): Promise<SyncWorld> {
  const world = await SyncWorld.create(content);
  await world.sync();
  await world.takeEvents();
  return world;
}

const without =
  (...models: SnapshotModel[]) =>
  (item: SnapshotItem): SnapshotItem | undefined =>
    models.includes(item.model) ? undefined : item;

it('leaves models alone that were not read, and their names in the records that were', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  const run = await world.sync({
    alter: without('employment', 'company', 'group'),
    shapes: [shape('employee_census')],
    tells: { coveredModels: ['location', 'employee'], missingCapabilities: ['work_history'] },
  });
  expect(run.state).toBe('succeeded');
  expect(Object.keys(run.counts!).sort()).toEqual(['employee', 'location']);
  expect(await world.everything()).toEqual(before);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
});

it('neither misses people nor holds the run when people were not read', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  for (const salt of ['once', 'twice', 'thrice']) {
    const run = await world.sync({
      salt,
      alter: without('employee', 'employment', 'location'),
      shapes: [],
      tells: {
        coveredModels: ['company', 'group'],
        missingCapabilities: ['employee_census', 'work_history'],
      },
    });
    expect(run.state).toBe('succeeded');
  }
  expect(await world.everything()).toEqual(before);
  expect(await world.openIssues()).toEqual([]);
});

it('goes on where it stopped when everything is read again', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  const content = { ...world.source.roster };
  await world.sync({ alter: without('employment'), tells: { coveredModels: ['employee', 'location'] } });
  const run = await world.sync({ alter: content.alter, tells: {}, salt: 'back' });
  expect(run.state).toBe('succeeded');
  expect(await world.everything()).toEqual(before);
});

it('keeps a report in mind that a missing permission keeps back: a column lost meanwhile holds the run', async () => {
  await using world = await syncedWorld();
  await world.sync({
    alter: without('employment'),
    shapes: [shape('employee_census')],
    tells: { coveredModels: ['employee', 'location'], missingCapabilities: ['work_history'] },
  });
  const run = await world.sync({
    alter: null,
    shapes: [shape('employee_census'), shape('work_history', { columns: ['Name'] })],
    tells: {},
  });
  expect(run).toMatchObject({ state: 'held', error_code: 'column_lost' });
});

it('keeps what a row could not see, field, relation, word and filter alike, and tells nobody', async () => {
  const staff = people(10);
  staff[1]!.managerEmail = 'person1@corp.test';
  await using world = await syncedWorld(roster(staff));
  const before = await world.everything();
  const readRows = () => world.deps.db.selectFrom('employees').selectAll().orderBy('id').execute();
  const typedBefore = await readRows();
  const hide = (item: SnapshotItem): SnapshotItem => {
    if (item.model !== 'employee') return item;
    return {
      ...item,
      person: { ...item.person, birthDate: null, personalEmail: null },
      enumOrigins: {},
      refs: { ...item.refs, manager: null, homeLocation: null },
    };
  };
  const run = await world.sync({
    alter: hide,
    hidden: {
      employee: ['date_of_birth', 'personal_email', 'gender', 'manager', 'home_location'],
      employment: ['pay_rate', 'pay_frequency'],
    },
  });
  expect(run).toMatchObject({ state: 'succeeded', counts: { employee: { updated: 0, unchanged: 10 } } });
  const bodies = (records: typeof before) =>
    Object.values(records).flatMap((all) => all.map(({ body, sequence }) => ({ body, sequence })));
  expect(bodies(await world.everything())).toEqual(bodies(before));
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
  expect(await readRows()).toEqual(typedBefore);
});

it('changes what it sees beside what it keeps, and nothing else', async () => {
  await using world = await syncedWorld();
  world.source.roster.people[0]!.phone = '+1 new';
  await world.sync({ hidden: { employee: ['date_of_birth', 'gender'] } });
  const events = await world.takeEvents();
  expect(
    events.filter((event) => event.type === 'employee.updated').map((event) => event.data.changes),
  ).toEqual([[{ field: 'mobile_phone_number', before: '+15550000001', after: '+1 new' }]]);
  expect((await world.employee('person1@corp.test')).body).toMatchObject({ gender: 'FEMALE' });
});

it('gives a new person null for what it could not see', async () => {
  await using world = await syncedWorld();
  world.source.roster.people.push(person(11));
  await world.sync({ hidden: { employee: ['gender'] } });
  expect((await world.employee('person11@corp.test')).body['gender']).toBeNull();
});

it('keeps the employments of somebody whose pay is hidden: a raise has no row of its own then', async () => {
  const staff = people(2);
  staff[0]!.history.push({ date: '2024-05-01', title: 'Engineer', rate: 150_000 });
  await using world = await syncedWorld(roster(staff));
  const before = await world.records('employment');
  staff[0]!.history.pop();
  await world.sync({ hidden: { employment: ['pay_rate'] } });
  expect(await world.records('employment')).toEqual(before);
  expect((await world.employee('person1@corp.test')).body['employments']).toHaveLength(2);
});

it('does not take a change of the way in for a broken source, and keeps ids and remote ids', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  // The other way in has no reports, and knows people by ids.
  await world.useMethod('oauth');
  const staff = world.source.roster.people;
  for (const [index, one] of staff.entries()) one.remoteId = `member_${index}`;
  const moved = await world.sync({ shapes: [] });
  expect(moved).toMatchObject({
    state: 'succeeded',
    counts: { employee: { added: 0, updated: 10, deleted: 0 } },
  });
  const ids = (records: { id: string }[]) => records.map(({ id }) => id);
  expect(ids(await world.records('employee'))).toEqual(ids(before['employee']!));
  expect((await world.sync({ salt: 'again' })).counts).toMatchObject({ employee: { unchanged: 10 } });

  // And back: nobody's id is unlearnt, and nothing is announced for it.
  await world.useMethod('service_account');
  for (const one of staff) one.remoteId = null;
  await world.takeEvents();
  const back = await world.sync({ shapes: [shape('employee_census'), shape('work_history')] });
  expect(back.counts).toMatchObject({ employee: { updated: 0, unchanged: 10 } });
  expect((await world.employee('person1@corp.test')).body['remote_id']).toBe('member_0');
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
});

it('reads everything after the way in changed, however alike the source looks', async () => {
  await using world = await syncedWorld();
  expect((await world.sync()).state).toBe('unchanged');
  await world.useMethod('oauth');
  expect((await world.sync()).state).toBe('succeeded');
  expect((await world.sync()).state).toBe('unchanged');
});

it('says of each model whether it is read, was read, or never was', async () => {
  await using world = await syncedWorld();
  const { db } = world.deps;
  const { linkedAccountId } = world.scope;
  const statusOf = async (name: string) =>
    (await listAllSyncStatuses(world.deps, linkedAccountId)).find((one) => one.model_name === name)!.status;
  const readBefore = (await getFreshness(db, linkedAccountId, 'employment')).dataFreshAsOf;
  expect(readBefore).not.toBeNull();
  expect([await statusOf('Employment'), await statusOf('TimeOff')]).toEqual(['DONE', 'DISABLED']);
  await world.sync({
    alter: without('employment'),
    tells: { coveredModels: ['employee', 'time_off', 'location'] },
  });
  expect([await statusOf('Employment'), await statusOf('TimeOff'), await statusOf('Employee')]).toEqual([
    'PAUSED',
    'DONE',
    'DONE',
  ]);
  const employment = await getFreshness(db, linkedAccountId, 'employment');
  expect(employment).toEqual({ dataFreshAsOf: readBefore, syncStatus: 'PAUSED' });
  const employee = await getFreshness(db, linkedAccountId, 'employee');
  expect(employee.dataFreshAsOf! > readBefore!).toBe(true);
  expect(await getFreshness(db, linkedAccountId, 'pay_group')).toMatchObject({ dataFreshAsOf: null });
});
