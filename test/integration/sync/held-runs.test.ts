import { expect, it } from 'vitest';
import { people, roster, shape, type Roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const lost: [string, string, (content: Roster) => void][] = [
  ['the roster is empty', 'source_empty', (content) => (content.people = [])],
  ['too many people are gone', 'too_many_removed', (content) => content.people.splice(0, 3)],
  [
    'the work history is empty',
    'source_empty',
    (content) => content.people.forEach((one) => (one.history = [])),
  ],
  [
    'a column is lost',
    'column_lost',
    (content) => (content.shapes[0] = shape('employee_census', { columns: ['Work ID', 'Name'] })),
  ],
  ['a report is lost', 'report_lost', (content) => content.shapes.pop()],
  [
    'a report is cut',
    'report_cut',
    (content) => (content.shapes[1] = shape('work_history', { endsWithNewline: false })),
  ],
  [
    'a field is empty now for most',
    'field_nulled',
    (content) => content.people.slice(0, 4).forEach((one) => (one.workEmail = null)),
  ],
];

it.each(lost)('holds the run when %s, and keeps every record', async (_, code, breakSource) => {
  await using world = await SyncWorld.create(roster(people(10)));
  await world.sync();
  await world.takeEvents();
  const before = await world.everything();
  const accountBefore = await world.account();
  const whole = structuredClone(world.source.roster);
  breakSource(world.source.roster);
  world.clock.advance(3_600_000);

  const held = await world.sync();
  expect(held).toMatchObject({ state: 'held', error_code: code });
  expect(await world.everything()).toEqual(before);
  expect(await world.countStaged()).toBe(0);
  expect((await world.openIssues()).map((issue) => issue.code)).toEqual(['sync_held']);
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({ 'sync.held': 1 });
  expect(events[0]!.data.sync_run).toMatchObject({ id: held.id, state: 'held', error_code: code });
  const account = await world.account();
  expect(account.source_hash).toEqual(accountBefore.source_hash);
  expect(account.source_shapes).toEqual(accountBefore.source_shapes);
  expect(account.data_fresh_as_of).toBe(accountBefore.data_fresh_as_of);
  expect(account.next_sync_at! > accountBefore.next_sync_at!).toBe(true);

  await world.sync({ ...whole, salt: 'whole again' });
  expect(await world.openIssues()).toEqual([]);
  expect(await world.everything()).toEqual(before);
});

it('holds again and again while the source stays broken, under one issue', async () => {
  await using world = await SyncWorld.create(roster(people(10)));
  await world.sync();
  world.source.roster.people.splice(0, 5);
  expect((await world.sync()).state).toBe('held');
  expect((await world.sync()).state).toBe('held');
  expect((await world.openIssues()).map((issue) => issue.error_details)).toEqual([
    ['too_many_removed: 5 of 10 active employees are gone'],
  ]);
});

it('lets one person of a small company go', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  await world.sync();
  world.source.roster.people.pop();
  expect((await world.sync()).state).toBe('succeeded');
});
