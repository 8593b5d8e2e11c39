import { expect, it } from 'vitest';
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
