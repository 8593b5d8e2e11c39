import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { narrowScopes, storeAccountScopes } from '../../../src/accounts/index.ts';
import { SYSTEM } from '../../../src/audit/index.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { applyWishes, type ScopeWish } from '../../../src/hris/scope-wishes.ts';
import { DEFAULT_SCOPES, parseScopes } from '../../../src/hris/scopes.ts';
import { listAllSyncStatuses } from '../../../src/hris/sync-status.ts';
import { rewriteScopes } from '../../../src/sync/index.ts';
import { findText } from '../../support/find-text.ts';
import { people, person, roster } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

const without = (model: string, ...disabledFields: string[]): ScopeWish => ({
  model,
  disabledFields,
  pointer: '/common_models/0',
});
const disabled = (model: string): ScopeWish => ({ model, isEnabled: false, pointer: '/common_models/0' });

/** What the second person is told by; each can be looked for anywhere. */
const TELLING = [
  'quentin2',
  '1962-03-12',
  '+15550000002',
  'person2@corp',
  'person2@home',
  'wid-2-zebra',
  '2020-02-02',
];
const HIDDEN = [
  'first_name',
  'last_name',
  'display_full_name',
  'date_of_birth',
  'work_email',
  'personal_email',
  'mobile_phone_number',
  'employee_number',
  'start_date',
  'hire_date',
  'termination_date',
];

const some = () =>
  people(3).map((one, place) => ({
    ...one,
    first: `Quentin${place + 1}`,
    workId: `wid-${place + 1}-zebra`,
    startDate: '2020-02-02',
  }));

async function link(world: SyncWorld, ...wishes: ScopeWish[]): Promise<void> {
  const after = applyWishes(DEFAULT_SCOPES, wishes, DEFAULT_SCOPES);
  await inTransaction(world.deps.db, (trx) => storeAccountScopes(trx, world.scope, { before: null, after }));
}

async function narrow(world: SyncWorld, ...wishes: ScopeWish[]): Promise<void> {
  await narrowScopes(world.deps, world.scope, { wishes, actor: SYSTEM });
}

/** As a relink with the admin's consent does. */
async function widen(world: SyncWorld): Promise<void> {
  const before = parseScopes((await world.account()).scopes);
  await inTransaction(world.deps.db, (trx) =>
    storeAccountScopes(trx, world.scope, { before, after: DEFAULT_SCOPES }),
  );
}

const rewrite = (world: SyncWorld) => rewriteScopes(world.deps, world.scope);

async function expectHidden(world: SyncWorld): Promise<void> {
  for (const text of TELLING) expect([text, await findText(world.deps.db, text)]).toEqual([text, []]);
}

async function expectStored(world: SyncWorld): Promise<void> {
  for (const text of TELLING)
    expect([text, (await findText(world.deps.db, text)).length > 0]).toEqual([text, true]);
}

it('stores nothing readable of a disabled field, in whatever table, and still knows everybody', async () => {
  await using world = await SyncWorld.create(roster(some()));
  await link(world, without('Employee', ...HIDDEN));
  await world.sync();
  await expectHidden(world);
  const before = await world.records('employee');
  expect(before).toHaveLength(3);
  expect(before[0]!.body).toMatchObject({
    first_name: null,
    work_email: null,
    gender: 'FEMALE',
    start_date: null,
  });

  // Another phone is no change that anybody could see; another status is.
  const [first, , third] = world.source.roster.people;
  Object.assign(first!, { phone: '+1 new', note: 'another' });
  Object.assign(third!, { status: 'INACTIVE' });
  await world.takeEvents();
  const run = await world.sync();
  expect(run.state).toBe('succeeded');
  const after = await world.records('employee');
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect((await world.takeEvents()).map(({ type }) => type)).toContain('employee.updated');
  await expectHidden(world);
});

it('finds managers and employments by what it may not store', async () => {
  const all = people(3).map((one, place) => ({
    ...one,
    managerEmail: place > 0 ? 'person1@corp.test' : null,
  }));
  await using world = await SyncWorld.create(roster(all));
  await link(
    world,
    without('Employee', 'work_email', 'employee_number'),
    without('Group', 'name'),
    without('Location', 'name'),
  );
  await world.sync();
  const records = await world.records('employee');
  const managers = records.map(({ body }) => body['manager']);
  expect(managers.filter((id) => id !== null)).toHaveLength(2);
  expect(records.every(({ body }) => (body['employments'] as string[]).length === 1)).toBe(true);
  expect(records.every(({ body }) => body['work_location'] !== null)).toBe(true);
  expect(await findText(world.deps.db, 'New York')).toEqual(
    ['linked_accounts.time_zone'].filter(() => false),
  );
  expect(await findText(world.deps.db, 'Engineering')).toEqual([]);
  expect((await findText(world.deps.db, '@corp.test')).sort()).toEqual([
    'linked_accounts.end_user_email_address',
    'service_accounts.user_name',
  ]);
});

it('takes what is narrowed out of records, former states and events, and tells nobody', async () => {
  await using world = await SyncWorld.create(roster(some()));
  await world.sync();
  Object.assign(world.source.roster.people[1]!, { phone: '+15550000002', personalEmail: 'other2@home.test' });
  world.source.roster.people[1]!.phone = '+1 changed';
  await world.sync();
  await expectStored(world);
  const before = await world.records('employee');
  const told = await world.deps.db.selectFrom('outbox_events').select('id').execute();

  await narrow(world, without('Employee', ...HIDDEN, 'gender'));
  await rewrite(world);
  await expectHidden(world);
  const after = await world.records('employee');
  expect(after.map(({ id, sequence }) => [id, sequence])).toEqual(
    before.map(({ id, sequence }) => [id, sequence]),
  );
  expect(after.map(({ body }) => body['modified_at'])).toEqual(before.map(({ body }) => body['modified_at']));
  expect(after.every(({ body }) => body['gender'] === null && body['employment_status'] === 'ACTIVE')).toBe(
    true,
  );
  const left = await world.deps.db.selectFrom('outbox_events').select('id').execute();
  expect(told).toEqual(expect.arrayContaining(left));

  // The same people come again in other bytes: nothing has changed, and no guard wonders.
  await world.takeEvents();
  const run = await world.sync({ salt: 'again' });
  expect([run.state, run.counts!['employee']]).toEqual([
    'succeeded',
    expect.objectContaining({ added: 0, updated: 0, deleted: 0 }),
  ]);
  expect((await world.takeEvents()).map(({ type }) => type)).toEqual(['sync.completed']);
  await expectHidden(world);
});

it('rewrites by itself before it reads, where the job has not come yet', async () => {
  await using world = await SyncWorld.create(roster(some()));
  await world.sync();
  const ids = (await world.records('employee')).map(({ id }) => id);
  await narrow(world, without('Employee', ...HIDDEN));
  const run = await world.sync({ salt: 'again' });
  expect(run.state).toBe('succeeded');
  expect((await world.records('employee')).map(({ id }) => id)).toEqual(ids);
  await expectHidden(world);
});

it('may be rewritten by several workers at once, and again when all is done', async () => {
  await using world = await SyncWorld.create(roster(some()));
  await world.sync();
  await narrow(world, without('Employee', ...HIDDEN, 'groups', 'home_location'), disabled('Employment'));
  await Promise.all([rewrite(world), rewrite(world), rewrite(world)]);
  const after = await world.everything();
  await expectHidden(world);
  await sql`update linked_accounts set scopes_applied_version = 0`.execute(world.deps.db);
  await rewrite(world);
  expect(await world.everything()).toEqual(after);
});

it('deletes the records of a disabled model, and takes nobody for gone', async () => {
  await using world = await SyncWorld.create(roster(people(8)));
  await world.sync();
  await world.takeEvents();
  await narrow(world, disabled('Employment'), disabled('Location'));
  await rewrite(world);
  expect(await world.records('employment')).toEqual([]);
  expect(await world.records('location')).toEqual([]);
  expect(await findText(world.deps.db, 'Main Street')).toEqual([]);
  expect(await findText(world.deps.db, '100005')).toEqual([]);
  const run = await world.sync({ salt: 'again' });
  expect(run.state).toBe('succeeded');
  expect(await world.records('employment')).toEqual([]);
  const { rows } = await sql<{ model: string }>`select model from model_coverage order by 1`.execute(
    world.deps.db,
  );
  expect(rows.map(({ model }) => model)).toEqual(['company', 'employee', 'group']);
  const statuses = await listAllSyncStatuses(world.deps, world.scope.linkedAccountId);
  const statusOf = (name: string) => statuses.find(({ model_name }) => model_name === name)!.status;
  expect(['Employee', 'Employment', 'Location'].map(statusOf)).toEqual(['DONE', 'DISABLED', 'DISABLED']);
  expect((await world.takeEvents()).map(({ type }) => type)).toEqual(['sync.completed']);
});

it('reads everything anew once more is agreed to, and everybody is who they were', async () => {
  await using world = await SyncWorld.create(roster([...some(), person(4, { department: 'Sales' })]));
  await world.sync();
  const groups = (await world.records('group')).map(({ id }) => id);
  const ids = (await world.records('employee')).map(({ id }) => id);
  await narrow(world, without('Employee', ...HIDDEN), without('Group', 'name'));
  await world.sync({ salt: 'narrow' });
  await widen(world);
  await world.sync();
  const records = await world.records('employee');
  expect(records.map(({ id }) => id)).toEqual(ids);
  expect((await world.records('group')).map(({ id }) => id)).toEqual(groups);
  expect(records.map(({ body }) => body['work_email']).sort()).toEqual(
    [1, 2, 3, 4].map((number) => `person${number}@corp.test`),
  );
  expect((await world.account()).keyed_fields).toEqual([]);
  const run = await world.sync({ salt: 'wide' });
  expect(run.counts!['employee']).toMatchObject({ added: 0, updated: 0, deleted: 0, unchanged: 4 });
});

it('drops what a run read by scopes that were narrowed meanwhile', async () => {
  await using world = await SyncWorld.create(roster(some()));
  let isNarrowed = false;
  world.source.beforeItem = async (position) => {
    if (position !== 4 || isNarrowed) return;
    isNarrowed = true;
    await narrow(world, without('Employee', ...HIDDEN));
  };
  const id = await world.request();
  await expect(world.work(id)).rejects.toThrow('scopes');
  await world.work(id);
  expect((await world.run(id)).state).toBe('succeeded');
  expect(await world.records('employee')).toHaveLength(3);
  await expectHidden(world);
});

it('forgets what a held run staged when the scopes are narrowed', async () => {
  await using world = await SyncWorld.create(roster(some()));
  await world.sync();
  const held = await world.sync({ people: [] });
  expect(held.state).toBe('held');
  await narrow(world, without('Employee', ...HIDDEN));
  await rewrite(world);
  expect(await world.countStaged()).toBe(0);
});

it('knows the head of the organization by what it may not store, and misses nothing that it may not read', async () => {
  const all = people(3).map((one, place) => ({
    ...one,
    managerEmail: place > 0 ? 'person1@corp.test' : null,
  }));
  await using world = await SyncWorld.create(roster(all));
  await sql`update linked_accounts set organization_head = 'Person1@corp.test'`.execute(world.deps.db);
  await link(world, without('Employee', 'work_email', 'first_name', 'last_name'));
  await world.sync();
  expect(await world.openIssues()).toEqual([]);
  const { rows } = await sql<{ check_name: string }>`
    select check_name from data_quality_counts where check_name like 'missing%' order by 1`.execute(
    world.deps.db,
  );
  expect(rows.map(({ check_name }) => check_name)).toEqual([
    'missing_employment_status',
    'missing_manager',
    'missing_start_date',
    'missing_work_location',
  ]);
});

it('names nothing by a relation that may not be read, and stores no home that nobody may know', async () => {
  const hidden = ['groups', 'employments', 'manager', 'home_location'];
  const all = people(2).map((one, place) => ({
    ...one,
    managerEmail: place > 0 ? 'person1@corp.test' : null,
  }));
  const expectUnnamed = async (world: SyncWorld) => {
    for (const { body } of await world.records('employee')) {
      expect(hidden.map((field) => body[field])).toEqual(hidden.map(() => null));
    }
    expect(await findText(world.deps.db, 'Main Street')).toEqual([]);
  };
  await using world = await SyncWorld.create(roster(all));
  await world.sync();
  expect((await findText(world.deps.db, 'Main Street')).length).toBeGreaterThan(0);
  await narrow(world, without('Employee', ...hidden));
  await rewrite(world);
  await expectUnnamed(world);
  await world.takeEvents();
  const run = await world.sync({ salt: 'again' });
  expect(run.counts!['employee']).toMatchObject({ updated: 0 });
  await expectUnnamed(world);
  expect((await world.takeEvents()).map(({ type }) => type)).toEqual(['sync.completed']);
});
