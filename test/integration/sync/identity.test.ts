import { expect, it } from 'vitest';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
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
  expect((await world.openIssues()).flatMap((issue) => issue.error_details).sort()).toEqual([
    'duplicate_claim: 1 rows (1)',
    'duplicate_claim: 1 rows (4)',
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
  expect((await world.openIssues()).flatMap((issue) => issue.error_details).sort()).toEqual([
    'duplicate_claim: 1 rows (1)',
    'duplicate_claim: 1 rows (3)',
  ]);
});

it.each([
  ['a work e-mail', { workEmail: 'person1@corp.test' }],
  ['a Work ID', { workId: 'W1' }],
])('takes two rows with %s for two people where the ids of the source tell them apart', async (_, some) => {
  const leaver = person(1, { remoteId: 'remote-1' });
  const staff = [leaver, person(9, { ...some, remoteId: 'remote-9' })];
  await using world = await SyncWorld.create(roster(staff));
  expect((await world.sync()).state).toBe('succeeded');
  const before = await world.records('employee');
  expect(before.map(({ body }) => body['first_name']).sort()).toEqual([leaver.first, person(9).first].sort());
  leaver.phone = '+1 new';
  expect((await world.sync({ salt: 'again' })).state).toBe('succeeded');
  expect((await world.records('employee')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(await world.openIssues()).toEqual([]);
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
  expect((await world.openIssues()).flatMap((issue) => issue.error_details).sort()).toEqual([
    'identity_ambiguous: 1 rows (1)',
    'identity_ambiguous: 1 rows (2)',
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

it('knows somebody who was rehired: one person, one record, a new employment', async () => {
  await using world = await syncedWorld();
  const before = await world.employee('person2@corp.test');
  const bob = world.source.roster.people[1]!;
  Object.assign(bob, { status: 'INACTIVE', terminationDate: '2026-03-31' });
  await world.sync();
  bob.history.push({ date: '2026-11-02', title: 'Engineer again', rate: 120_000 });
  Object.assign(bob, { status: 'ACTIVE', terminationDate: null, startDate: '2026-11-02' });
  const run = await world.sync();
  expect(run.counts).toMatchObject({
    employee: { added: 0, updated: 1 },
    employment: { added: 1, deleted: 0 },
  });
  const after = await world.employee('person2@corp.test');
  expect(after.id).toBe(before.id);
  expect(after.body).toMatchObject({ employment_status: 'ACTIVE', termination_date: null });
  expect(after.body['employments']).toHaveLength(2);
});

it('knows somebody who comes back with a new Work ID and address after the record was deleted', async () => {
  await using world = await syncedWorld(people(10));
  const before = await world.employee('person10@corp.test');
  const gone = world.source.roster.people.pop()!;
  await world.sync();
  await world.sync();
  world.source.roster.people.push({ ...gone, workId: 'W910' });
  expect((await world.sync()).counts).toMatchObject({ employee: { added: 0, updated: 1 } });
  expect((await world.employee('person10@corp.test')).id).toBe(before.id);
});

it('keeps two people of one name apart, and each of them over a change of address', async () => {
  const namesake = person(4, { first: 'First1', last: 'Last1' });
  await using world = await syncedWorld([...people(3), namesake]);
  const ids = (await world.records('employee')).map((record) => record.id);
  expect(ids).toHaveLength(4);
  namesake.workEmail = 'other@corp.test';
  const run = await world.sync();
  expect(run).toMatchObject({
    state: 'succeeded',
    counts: { employee: { added: 0, updated: 1, unchanged: 3 } },
  });
});

it('does not take who was given the e-mail of another person for that person', async () => {
  await using world = await syncedWorld();
  const before = await world.records('employee');
  const [ann, bob] = world.source.roster.people;
  ann!.workEmail = 'ann.old@corp.test';
  bob!.workEmail = 'person1@corp.test';
  await world.sync();
  // Two signals that contradict each other are a question for a person, and nothing is mixed meanwhile.
  const after = await world.records('employee');
  expect(after.map(({ id, body }) => [id, body['first_name']])).toEqual(
    before.map(({ id, body }) => [id, body['first_name']]),
  );
  expect((await world.openIssues()).map((issue) => issue.error_details)).toEqual([
    ['identity_ambiguous: 1 rows (2)'],
  ]);
});

it('gives the e-mail of somebody who is gone to a new person with a record of their own', async () => {
  await using world = await syncedWorld(people(10));
  const former = await world.employee('person10@corp.test');
  world.source.roster.people.pop();
  await world.sync();
  await world.sync();
  world.source.roster.people.push(person(11, { workEmail: 'person10@corp.test' }));
  expect((await world.sync()).counts).toMatchObject({ employee: { added: 1 } });
  const both = (await world.records('employee')).filter(
    (record) => record.body['work_email'] === 'person10@corp.test',
  );
  expect(both.map((record) => [record.id === former.id, record.remote_was_deleted])).toEqual(
    expect.arrayContaining([
      [true, true],
      [false, false],
    ]),
  );
});

it('leaves a Work ID that moved from one living person to another to a person to decide', async () => {
  await using world = await syncedWorld();
  const before = await world.records('employee');
  world.source.roster.people[0]!.workId = 'W50';
  world.source.roster.people.push(person(9, { workId: 'W1' }));
  const run = await world.sync();
  expect(run.state).toBe('partially_succeeded');
  const names = (records: typeof before) =>
    records.map(({ id, body }) => [id, body['first_name'], body['work_email']]);
  expect(names(await world.records('employee'))).toEqual(names(before));
});

it('knows people without a work e-mail, uninvited and hidden ones, over changes of what else they have', async () => {
  const hidden = { workEmail: null, workId: null };
  const staff = [person(1), person(2, hidden), person(3, hidden)];
  await using world = await syncedWorld(staff);
  const ids = (await world.records('employee')).map((record) => record.id);
  expect(ids).toHaveLength(3);
  staff[1]!.workEmail = 'person2@corp.test';
  staff[1]!.workId = 'W2';
  staff[2]!.personalEmail = 'elsewhere@home.test';
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'succeeded', counts: { employee: { added: 0, updated: 2 } } });
  expect((await world.records('employee')).map((record) => record.id)).toEqual(ids);
});

it('takes a contractor who becomes an employee for one person with a new employment', async () => {
  const staff = people(2);
  const asContractor = (item: SnapshotItem): SnapshotItem =>
    item.model === 'employment' && item.effectiveDate === '2020-01-06' && item.person.workId === 'W2'
      ? { ...item, fields: { ...item.fields, employment_type: 'CONTRACTOR', pay_rate: null } }
      : item;
  await using world = await SyncWorld.create(roster(staff, { alter: asContractor }));
  await world.sync();
  const before = await world.employee('person2@corp.test');
  staff[1]!.history.push({ date: '2026-10-01', title: 'Engineer', rate: 130_000 });
  const run = await world.sync({ alter: asContractor });
  expect(run.counts).toMatchObject({
    employee: { added: 0 },
    employment: { added: 1, updated: 0, deleted: 0 },
  });
  const after = await world.employee('person2@corp.test');
  expect(after.id).toBe(before.id);
  const types = (await world.records('employment'))
    .filter((record) => (after.body['employments'] as string[]).includes(record.id))
    .map((record) => record.body['employment_type']);
  expect(types.sort()).toEqual(['CONTRACTOR', 'FULL_TIME']);
});

it('knows people by an immutable id, whatever else of them changes at once', async () => {
  const staff = [person(1, { remoteId: 'member_1' }), person(2, { remoteId: 'member_2' })];
  await using world = await syncedWorld(staff);
  const ids = (await world.records('employee')).map((record) => record.id);
  const changed = { workId: 'W70', workEmail: 'x@corp.test', personalEmail: 'x@home.test' };
  Object.assign(staff[0]!, { ...changed, first: 'New', last: 'Name', birthDate: '1950-05-05', phone: null });
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'succeeded', counts: { employee: { added: 0, updated: 1 } } });
  expect((await world.records('employee')).map((record) => record.id)).toEqual(ids);
});
