import { Compile } from 'typebox/compile';
import { expect, it } from 'vitest';
import { toApiTimestamp } from '../../../src/db/timestamps.ts';
import { Employee, Location } from '../../../src/hris/model/index.ts';
import { people, person, roster } from './fake-source.ts';
import { countTypes, SyncWorld, type StoredEvent } from './sync-world.ts';

async function syncedWorld(count = 3): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(count)));
  await world.sync();
  await world.takeEvents();
  return world;
}

const changesOf = (events: StoredEvent[], type: string) =>
  events.filter((event) => event.type === type).map((event) => event.data.changes);

const changed = (before: string, after: string) => ({ field: 'job_title', before, after });

/** The database's own text has no zeros at the end of a second's fraction. */
const withoutLastZeros = (time: unknown): string => String(time).replace(/\.?0+Z$/, 'Z');

it('writes nothing and sends nothing when the source has the same bytes', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  const freshBefore = (await world.account()).data_fresh_as_of!;
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'unchanged', counts: null, is_initial: false });
  expect(await world.everything()).toEqual(before);
  expect(await world.takeEvents()).toEqual([]);
  expect((await world.account()).data_fresh_as_of! > freshBefore).toBe(true);
});

it('touches no row when other bytes say the same', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  const run = await world.sync({ salt: 'another order of columns' });
  expect(run.state).toBe('succeeded');
  expect(run.counts).toMatchObject({
    employee: { added: 0, updated: 0, deleted: 0, unchanged: 3, skipped: 0 },
  });
  // xmin: the rows are the very same versions.
  expect(await world.everything()).toEqual(before);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
});

it('renews remote data without moving modified_at or telling anybody', async () => {
  await using world = await syncedWorld();
  const before = await world.employee('person1@corp.test');
  world.source.roster.people[0]!.note = 'changed';
  await world.sync();
  const after = await world.employee('person1@corp.test');
  expect(after.body).toEqual(before.body);
  expect(after.sequence).toBe(1);
  const row = await world.deps.db
    .selectFrom('employees')
    .select('remote_data')
    .where('id', '=', after.id)
    .executeTakeFirst();
  expect(row!.remote_data).toMatchObject([{ data: { Note: 'changed' } }]);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
});

it('tells of each event the state that it is about, however much later it is read', async () => {
  await using world = await SyncWorld.create(roster(people(1)));
  await world.sync();
  for (const title of ['First title', 'Second title']) {
    world.source.roster.people[0]!.history[0]!.title = title;
    await world.sync();
  }
  const told = (await world.takeEvents()).filter(({ type }) => type.startsWith('employment.'));
  expect(told.map(({ type, data }) => [type, data.sequence, data.record['job_title'], data.changes])).toEqual(
    [
      ['employment.created', 1, 'Engineer', []],
      ['employment.updated', 2, 'First title', [changed('Engineer', 'First title')]],
      ['employment.updated', 3, 'Second title', [changed('First title', 'Second title')]],
    ],
  );
});

it('announces a hire with its home and employment, and leaves all others alone', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  world.source.roster.people.push(person(4));
  const run = await world.sync();
  expect(run.counts).toMatchObject({ employee: { added: 1, updated: 0, unchanged: 3 } });
  const hired = await world.employee('person4@corp.test');
  const others = (await world.records('employee')).filter((record) => record.id !== hired.id);
  expect(others).toEqual(before['employee']);
  expect(countTypes(await world.takeEvents())).toEqual({
    'location.created': 1,
    'employee.created': 1,
    'employee.started': 1,
    'employment.created': 1,
    'sync.completed': 1,
  });
});

it('announces a termination date with exactly the fields that changed', async () => {
  await using world = await syncedWorld();
  const before = await world.employee('person2@corp.test');
  Object.assign(world.source.roster.people[1]!, { terminationDate: '2026-12-31', status: 'INACTIVE' });
  await world.sync();
  const after = await world.employee('person2@corp.test');
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({
    'employee.updated': 1,
    'employee.offboarding_scheduled': 1,
    'sync.completed': 1,
  });
  expect(events[0]!.data).toMatchObject({
    record: after.body,
    sequence: 2,
    changes: [{ field: 'termination_date', before: null, after: '2026-12-31T00:00:00Z' }],
  });
  expect(after.id).toBe(before.id);
  expect(after.body['created_at']).toBe(before.body['created_at']);
  expect(after.body['modified_at']! > before.body['modified_at']!).toBe(true);
  expect([...Compile(Employee).Errors(after.body)]).toEqual([]);
  const row = await world.deps.db
    .selectFrom('employees')
    .selectAll()
    .where('id', '=', after.id)
    .executeTakeFirstOrThrow();
  expect(toApiTimestamp(row.modified_at)).toBe(withoutLastZeros(after.body['modified_at']));
  expect(toApiTimestamp(row.created_at)).toBe(withoutLastZeros(after.body['created_at']));
  expect(row).toMatchObject({ termination_date: '2026-12-31', employment_status: 'ACTIVE' });
});

it('changes a moved home in place: the person points to the same location', async () => {
  await using world = await syncedWorld();
  const before = await world.employee('person1@corp.test');
  world.source.roster.people[0]!.street = '9 Elm Street';
  await world.sync();
  expect(await world.employee('person1@corp.test')).toEqual(before);
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({ 'location.updated': 1, 'sync.completed': 1 });
  expect(changesOf(events, 'location.updated')).toEqual([
    [{ field: 'street_1', before: '1 Main Street', after: '9 Elm Street' }],
  ]);
});

it('deletes at once what a person no longer has, and a department that nobody is in', async () => {
  await using world = await syncedWorld();
  Object.assign(world.source.roster.people[0]!, { street: null, department: 'Sales' });
  world.source.roster.people[1]!.department = 'Sales';
  world.source.roster.people[2]!.department = 'Sales';
  await world.sync();
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({
    'location.deleted': 1,
    'group.created': 1,
    'group.deleted': 1,
    'employee.updated': 3,
    'employee.department_changed': 3,
    'sync.completed': 1,
  });
  const gone = events.find((event) => event.type === 'location.deleted')!.data;
  expect(gone).toMatchObject({
    record: { remote_was_deleted: true, street_1: '1 Main Street' },
    changes: [],
    sequence: 2,
  });
  expect([...Compile(Location).Errors(gone.record)]).toEqual([]);
  expect(Object.keys(gone.record)).toEqual(Object.keys(Location.properties));
  expect((await world.employee('person1@corp.test')).body['home_location']).toBeNull();
});

it('adds a raise as a further employment, and takes a corrected one away', async () => {
  await using world = await syncedWorld();
  const staff = world.source.roster.people;
  staff[0]!.history.push({ date: '2026-11-01', title: 'Lead', rate: 200_000 });
  await world.sync();
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({ 'employee.updated': 1, 'employment.created': 1, 'sync.completed': 1 });
  expect(changesOf(events, 'employee.updated')[0]!.map((change) => change.field)).toEqual(['employments']);

  staff[0]!.history[1]!.date = '2026-11-15';
  await world.sync();
  expect(countTypes(await world.takeEvents())).toEqual({
    'employee.updated': 1,
    'employment.created': 1,
    'employment.deleted': 1,
    'sync.completed': 1,
  });
  const ann = await world.employee('person1@corp.test');
  expect(ann.body['employments']).toHaveLength(2);
});

it('keeps two changes of one day apart', async () => {
  await using world = await syncedWorld(1);
  world.source.roster.people[0]!.history.push({ date: '2020-01-06', title: 'Second', rate: 2 });
  await world.sync();
  const titles = (await world.records('employment')).map((record) => record.body['job_title']);
  expect(titles.sort()).toEqual(['Engineer', 'Second']);
  await world.sync({ salt: 'again' });
  expect(countTypes(await world.takeEvents())).toMatchObject({
    'employment.created': 1,
    'sync.completed': 2,
  });
});
