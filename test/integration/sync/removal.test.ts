import { describe, expect, it } from 'vitest';
import { people, person, roster, type Person } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

/** Ten people were synced; the last one is gone from the source since. */
async function worldWithoutOne(): Promise<SyncWorld & { gone: Person }> {
  const world = await SyncWorld.create(roster(people(10)));
  await world.sync();
  await world.takeEvents();
  const gone = world.source.roster.people.pop()!;
  return Object.assign(world, { gone });
}

it('deletes a person after two complete runs without them, with home and employments', async () => {
  await using world = await worldWithoutOne();
  const first = await world.sync();
  expect(first).toMatchObject({ state: 'succeeded', counts: { employee: { deleted: 0, unchanged: 9 } } });
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
  expect((await world.employee('person10@corp.test')).missed_runs).toBe(1);

  const second = await world.sync({ salt: 'again' });
  expect(second.counts).toMatchObject({
    employee: { deleted: 1 },
    location: { deleted: 1 },
    employment: { deleted: 1 },
  });
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({
    'employee.deleted': 1,
    'location.deleted': 1,
    'employment.deleted': 1,
    'sync.completed': 1,
  });
  const deleted = await world.employee('person10@corp.test');
  expect(deleted.body).toMatchObject({ remote_was_deleted: true, first_name: 'First10' });
  expect(events.find((event) => event.type === 'employee.deleted')!.data).toMatchObject({
    record: deleted.body,
    sequence: 2,
  });
  await world.sync({ salt: 'once more' });
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
});

it('takes an unchanged source for the second complete run', async () => {
  await using world = await worldWithoutOne();
  await world.sync();
  const second = await world.sync();
  expect(second).toMatchObject({ state: 'succeeded', counts: { employee: { deleted: 1 } } });
  expect((await world.sync()).state).toBe('unchanged');
});

it('forgets an absence that was not repeated', async () => {
  await using world = await worldWithoutOne();
  await world.sync();
  world.source.roster.people.push(world.gone);
  await world.sync();
  expect(await world.employee('person10@corp.test')).toMatchObject({ missed_runs: 0, sequence: 1 });
  world.source.roster.people.pop();
  await world.sync();
  expect((await world.employee('person10@corp.test')).remote_was_deleted).toBe(false);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 3 });
});

it('brings a deleted person back under the same id, with home and employments', async () => {
  await using world = await worldWithoutOne();
  await world.sync();
  await world.sync();
  const deleted = await world.employee('person10@corp.test');
  await world.takeEvents();
  world.source.roster.people.push(world.gone);
  await world.sync();
  const back = await world.employee('person10@corp.test');
  expect(back).toMatchObject({ id: deleted.id, remote_was_deleted: false, missed_runs: 0, sequence: 3 });
  expect(back.body['created_at']).toBe(deleted.body['created_at']);
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({
    'employee.updated': 1,
    'location.updated': 1,
    'employment.updated': 1,
    'sync.completed': 1,
  });
  expect(events.find((event) => event.type === 'employee.updated')!.data.changes).toEqual([
    { field: 'remote_was_deleted', before: true, after: false },
  ]);
});

it('counts a held run for nothing: nobody is deleted by it', async () => {
  await using world = await worldWithoutOne();
  await world.sync();
  const all = world.source.roster.people;
  await world.sync({ people: all.slice(0, 3) });
  expect((await world.employee('person10@corp.test')).missed_runs).toBe(1);
});

it('gives a new hire who got the Work ID of a deleted person a record of their own', async () => {
  await using world = await worldWithoutOne();
  await world.sync();
  await world.sync();
  world.source.roster.people.push(person(11, { workId: 'W10' }));
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'succeeded', counts: { employee: { added: 1, updated: 0 } } });
});

describe('somebody with a last day who is gone from the source', () => {
  const leaver = { status: 'INACTIVE' as const, terminationDate: '2026-11-20' };

  /** Nine people and one who left, whom the source has shown and then no longer shows in that many runs. */
  async function worldWithLeaver(runs: string[]): Promise<SyncWorld> {
    const world = await SyncWorld.create(roster([...people(9), person(10, leaver)]));
    await world.sync();
    await world.takeEvents();
    world.source.roster.people.pop();
    for (const salt of runs) await world.sync({ salt });
    return world;
  }

  it('stays as they were, inactive, and is not deleted', async () => {
    await using world = await worldWithLeaver(['first', 'second', 'third']);
    const after = await world.employee('person10@corp.test');
    expect(after).toMatchObject({ remote_was_deleted: false, sequence: 1 });
    expect(after.body).toMatchObject({ employment_status: 'INACTIVE', remote_was_deleted: false });
    expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 3 });
  });

  it('is not counted by the guard, however many they are', async () => {
    const leavers = [7, 8, 9, 10].map((number) => person(number, { terminationDate: '2026-11-22' }));
    await using world = await SyncWorld.create(roster([...people(6), ...leavers]));
    await world.sync();
    world.clock.advance(2 * 86_400_000);
    world.source.roster.people.splice(6);
    expect((await world.sync()).state).toBe('succeeded');
  });

  it('is counted while the last day is still to come', async () => {
    const leavers = [7, 8, 9, 10].map((number) => person(number, { terminationDate: '2026-12-31' }));
    await using world = await SyncWorld.create(roster([...people(6), ...leavers]));
    await world.sync();
    world.source.roster.people.splice(6);
    expect(await world.sync()).toMatchObject({ state: 'held', error_code: 'too_many_removed' });
  });

  it('may come back under the same id', async () => {
    await using world = await worldWithLeaver(['first', 'second', 'third']);
    const { id } = await world.employee('person10@corp.test');
    world.source.roster.people.push(person(10, { startDate: '2026-11-22' }));
    await world.sync();
    expect(await world.employee('person10@corp.test')).toMatchObject({
      id,
      missed_runs: 0,
      body: { employment_status: 'ACTIVE' },
    });
  });

  it('is nobody whom a newcomer could be taken for, once the absence is old', async () => {
    await using world = await worldWithLeaver(['first', 'second']);
    const { birthDate } = person(10);
    world.source.roster.people.push(person(11, { first: 'First10', birthDate }));
    expect(await world.sync()).toMatchObject({ state: 'succeeded', counts: { employee: { added: 1 } } });
  });
});

it('counts a source that is unchanged without reading it again', async () => {
  await using world = await worldWithoutOne();
  await world.sync();
  let items = 0;
  world.source.beforeItem = () => void (items += 1);
  await world.takeEvents();
  const second = await world.sync();
  expect(second).toMatchObject({ state: 'succeeded', staged_at: null, counts: { location: { deleted: 1 } } });
  expect(items).toBe(0);
  expect(countTypes(await world.takeEvents())).toEqual({
    'employee.deleted': 1,
    'employment.deleted': 1,
    'location.deleted': 1,
    'sync.completed': 1,
  });
});

it('counts nobody for news of the source', async () => {
  await using world = await worldWithoutOne();
  for (let news = 0; news < 3; news += 1) {
    world.source.roster.salt = `news ${news}`;
    await world.syncFor('source_event');
  }
  expect(await world.employee('person10@corp.test')).toMatchObject({
    missed_runs: 0,
    remote_was_deleted: false,
  });
});

it('does not doubt work history of somebody who left', async () => {
  await using world = await worldWithoutOne();
  world.source.roster.strangers = [{ workId: 'W10', date: '2020-01-06', title: 'Engineer' }];
  for (const salt of ['first', 'second', 'third']) {
    expect(await world.sync({ salt })).toMatchObject({
      state: 'succeeded',
      counts: { employment: { skipped: 1 } },
    });
  }
  expect((await world.openIssues()).map(({ code }) => code)).not.toContain('employment_person_unknown');
  world.source.roster.strangers = [{ workId: 'W99', date: '2020-01-06', title: 'Engineer' }];
  expect((await world.sync()).state).toBe('partially_succeeded');
});
