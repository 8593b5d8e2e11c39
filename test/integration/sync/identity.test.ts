import { expect, it } from 'vitest';
import { people, person, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

async function syncedWorld(staff = people(3)): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(staff));
  await world.sync();
  await world.takeEvents();
  return world;
}

it('keeps the id when the work e-mail, the name or the Work ID changes', async () => {
  await using world = await syncedWorld();
  const ids = (await world.records('employee')).map((record) => record.id);
  const [ann, bob, cy] = world.source.roster.people;
  ann!.workEmail = 'married@corp.test';
  bob!.last = 'Renamed';
  cy!.workId = 'W333';
  const run = await world.sync();
  expect(run.state).toBe('succeeded');
  expect((await world.records('employee')).map((record) => record.id)).toEqual(ids);
  expect(run.counts).toMatchObject({ employee: { added: 0, updated: 3 } });
});

it('applies neither of two rows that claim one person, keeps the record, and does not count it as missing', async () => {
  await using world = await syncedWorld();
  const before = await world.employee('person1@corp.test');
  const staff = world.source.roster.people;
  staff[0]!.phone = '+1 new';
  staff.push(person(9, { workId: 'W1' }));
  for (const salt of ['once', 'twice', 'thrice']) {
    const run = await world.sync({ salt });
    expect(run.state).toBe('partially_succeeded');
    expect(run.counts).toMatchObject({
      employee: { added: 0, updated: 0, deleted: 0, unchanged: 2, skipped: 2 },
    });
  }
  expect(await world.employee('person1@corp.test')).toEqual(before);
  expect((await world.records('employee')).length).toBe(3);
  expect((await world.records('employment')).every((record) => !record.remote_was_deleted)).toBe(true);
  expect((await world.records('location')).every((record) => !record.remote_was_deleted)).toBe(true);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 3 });
  expect(await world.openIssues()).toEqual([
    { code: 'identity_ambiguous', subject: '', error_details: ['duplicate_claim: 2 rows (1, 4)'] },
  ]);

  staff.pop();
  expect((await world.sync()).state).toBe('succeeded');
  expect(await world.openIssues()).toEqual([]);
  expect((await world.employee('person1@corp.test')).body['mobile_phone_number']).toBe('+1 new');
});

it.each([
  ['a work e-mail', { workEmail: 'person1@corp.test' }],
  [
    'a name with birth date and nothing else',
    { ...person(1), workId: null, workEmail: null, personalEmail: null },
  ],
  [
    'a personal e-mail and nothing else',
    { personalEmail: 'person1@home.test', workId: null, workEmail: null, birthDate: null },
  ],
])('takes two rows with %s for two claims, at the first sync too', async (_, some) => {
  await using world = await SyncWorld.create(roster([...people(2), person(9, some)]));
  const run = await world.sync();
  expect(run.state).toBe('partially_succeeded');
  expect((await world.records('employee')).map((record) => record.body['work_email'])).toEqual([
    'person2@corp.test',
  ]);
  expect((await world.openIssues()).map((issue) => issue.error_details)).toEqual([
    ['duplicate_claim: 2 rows (1, 3)'],
  ]);
});

it('knows two people of one family mailbox apart', async () => {
  const shared = { personalEmail: 'family@home.test' };
  await using world = await syncedWorld([person(1, shared), person(2, shared)]);
  expect(await world.records('employee')).toHaveLength(2);
  world.source.roster.people[0]!.phone = '+1 new';
  const run = await world.sync();
  expect(run).toMatchObject({
    state: 'succeeded',
    counts: { employee: { added: 0, updated: 1, unchanged: 1 } },
  });
});

it('knows two people of one family mailbox apart who have nothing but names and birth dates beside it', async () => {
  const shared = { personalEmail: 'family@home.test', workId: null, workEmail: null };
  await using world = await SyncWorld.create(roster([person(1, shared), person(2, shared)]));
  const run = await world.sync();
  expect(run.counts).toMatchObject({ employee: { added: 2, skipped: 0 } });
  expect((await world.sync({ salt: 'again' })).counts).toMatchObject({
    employee: { unchanged: 2, skipped: 0 },
  });
});

it('leaves a person alone whose Work ID says one and whose work e-mail says another', async () => {
  await using world = await syncedWorld();
  const before = await world.records('employee');
  const [ann, bob] = world.source.roster.people;
  ann!.workId = 'W2';
  bob!.workId = 'W1';
  const run = await world.sync();
  expect(run.state).toBe('partially_succeeded');
  expect(await world.records('employee')).toEqual(before);
  expect((await world.openIssues()).map((issue) => issue.error_details)).toEqual([
    ['identity_ambiguous: 2 rows (1, 2)'],
  ]);
});

it('asks rather than guesses when one is gone and one who looks the same has come', async () => {
  await using world = await syncedWorld();
  const before = await world.records('employee');
  const other = { workId: 'W99', workEmail: 'new@corp.test', personalEmail: 'new@home.test', last: 'New' };
  Object.assign(world.source.roster.people[0]!, other);
  for (const salt of ['once', 'twice', 'thrice']) await world.sync({ salt });
  expect(await world.records('employee')).toEqual(before);
  expect((await world.openIssues()).map((issue) => issue.error_details)).toEqual([
    ['maybe_same_person: 1 rows (1)'],
  ]);
});

it('never invents a person anew at each run: a row with a name alone is left out', async () => {
  const nameless = { workId: null, workEmail: null, personalEmail: null, birthDate: null };
  await using world = await syncedWorld([person(1), person(2, nameless)]);
  await world.sync({ salt: 'again' });
  expect(await world.records('employee')).toHaveLength(1);
  expect((await world.openIssues()).map((issue) => issue.error_details)).toContainEqual([
    'unidentifiable: 1 rows (2)',
  ]);
});

it('finds the person of a work history row by Work ID, work e-mail or a name that is the only one', async () => {
  const staff = people(3);
  staff[1]!.history[0]!.workId = null;
  Object.assign(staff[2]!.history[0]!, { workId: null, workEmail: null });
  await using world = await syncedWorld(staff);
  for (const record of await world.records('employee')) expect(record.body['employments']).toHaveLength(1);
});

it('leaves out the work history of strangers, says so, and takes it back when they are known', async () => {
  await using world = await syncedWorld();
  const run = await world.sync({ strangers: [{ workId: 'W77', date: '2021-01-01', title: 'Ghost' }] });
  expect(run).toMatchObject({
    state: 'partially_succeeded',
    counts: { employment: { skipped: 1, unchanged: 3 } },
  });
  expect(await world.openIssues()).toEqual([
    { code: 'employment_person_unknown', subject: '', error_details: ['person_unknown: 1 rows (4)'] },
  ]);
  await world.sync({ strangers: [] });
  expect(await world.openIssues()).toEqual([]);
});

it('does not give a work history row to a namesake whom another signal excludes', async () => {
  const staff = people(2);
  await using world = await syncedWorld(staff);
  const row = { date: '2022-02-02', title: 'Not hers', rate: 1, workId: 'W77', workEmail: null };
  staff[0]!.history.push(row);
  await world.sync();
  expect((await world.employee('person1@corp.test')).body['employments']).toHaveLength(1);
});

it('keeps the employments of a day whose work history row can no longer be placed', async () => {
  const staff = people(2);
  await using world = await syncedWorld(staff);
  const before = await world.records('employment');
  Object.assign(staff[0]!.history[0]!, { workId: 'W77', workEmail: 'unknown@corp.test' });
  await world.sync();
  expect(await world.records('employment')).toEqual(before);
  expect((await world.employee('person1@corp.test')).sequence).toBe(1);
});

it('leaves a manager empty who is nobody, oneself or several, and counts them', async () => {
  const staff = people(4);
  staff[0]!.managerEmail = 'person1@corp.test';
  staff[1]!.managerEmail = 'nobody@corp.test';
  staff[2]!.managerEmail = 'person2@corp.test';
  await using world = await syncedWorld(staff);
  const managers = (await world.records('employee')).map((record) => record.body['manager']);
  expect(managers).toEqual([null, null, (await world.employee('person2@corp.test')).id, null]);
  expect(await world.openIssues()).toEqual([
    { code: 'manager_unresolved', subject: '', error_details: ['manager_unresolved: 2 employees'] },
  ]);
  staff[0]!.managerEmail = null;
  staff[1]!.managerEmail = 'person4@corp.test';
  await world.sync();
  expect(await world.openIssues()).toEqual([]);
});
