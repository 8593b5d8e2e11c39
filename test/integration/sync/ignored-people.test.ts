import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { narrowScopes, storeAccountScopes } from '../../../src/accounts/index.ts';
import { SYSTEM } from '../../../src/audit/index.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { ignorePerson } from '../../../src/erasure/index.ts';
import type { RecordModel } from '../../../src/hris/record-tables.ts';
import { DEFAULT_SCOPES, parseScopes } from '../../../src/hris/scopes.ts';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
import { rewriteScopes } from '../../../src/sync/index.ts';
import { findText } from '../../support/find-text.ts';
import { people, person, roster, type Person } from './fake-source.ts';
import { ALL_MODELS, balance, payrollRun, paystub, timeOff } from './pay-and-time-off.ts';
import { countTypes, SyncWorld, type StoredRecord } from './sync-world.ts';

const MANAGER = 'person1@corp.test';
const PERSONAL: RecordModel[] = [
  'employee',
  'employment',
  'location',
  'time_off',
  'time_off_balance',
  'employee_payroll_run',
];
/** Everything by which the first person could be told. */
const TELLING = [
  MANAGER,
  'person1@home.test',
  'First1 Last1',
  '+15550000001',
  '1961-02-11',
  '1 Main Street',
  '100001',
];

/** Everybody reports to the first; the source's own rows say so by name. */
function company(count: number): Person[] {
  return people(count).map((one, place) => (place === 0 ? one : { ...one, managerEmail: MANAGER }));
}

const nameManager = (item: SnapshotItem): SnapshotItem =>
  item.model === 'employee' && item.refs.manager !== null
    ? {
        ...item,
        remoteData: [{ path: '/employee_census', data: { Manager: 'First1  LAST1', Mail: MANAGER } }],
      }
    : item;

const extrasOf = (number: number): SnapshotItem[] => [
  paystub(number, '2026-11-13', { gross_pay: 98_765 }),
  timeOff(number, '2026-11-02', { workEmail: MANAGER }),
  balance(number, 12),
];

async function createWorld(count = 6): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(company(count), { alter: nameManager }));
  await world.sync();
  return world;
}

const ignore = (world: SyncWorld, employeeId: string) =>
  ignorePerson(world.deps, world.scope, { employeeId, reason: 'GDPR' }, SYSTEM);

async function ignoreFirst(world: SyncWorld): Promise<string> {
  const { id } = await world.employee(MANAGER);
  await ignore(world, id);
  return id;
}

const find = (records: StoredRecord[], id: string) => records.find((record) => record.id === id)!;

async function expectNowhere(world: SyncWorld, texts: readonly string[]): Promise<void> {
  for (const text of texts) expect([text, await findText(world.deps.db, text)]).toEqual([text, []]);
}

/** Nothing but which record it is, when it came and whether it is deleted. */
function expectEmpty({ id, body }: StoredRecord): void {
  const { created_at, modified_at, remote_was_deleted, ...others } = body;
  expect([typeof created_at, typeof modified_at, remote_was_deleted]).toEqual(['string', 'string', false]);
  expect(Object.entries(others).filter(([, value]) => value !== null)).toEqual([['id', id]]);
}

it('leaves nothing of the person anywhere, and nothing changes for anybody else', async () => {
  await using world = await createWorld();
  await world.sync({
    extra: [payrollRun('2026-11-13'), ...extrasOf(1), ...extrasOf(2)],
    tells: { coveredModels: ALL_MODELS },
  });
  // A former state, and events that tell it.
  world.source.roster.people[0] = person(1, { last: 'Last1x', phone: '+15550000001' });
  // Others’ events say who their manager was.
  world.source.roster.people[5]!.managerEmail = 'person2@corp.test';
  await world.sync();
  const before = await world.everything();
  // Each can be found, so that a search which finds nothing says something.
  for (const text of TELLING) expect([text, await findText(world.deps.db, text)]).not.toEqual([text, []]);
  expect(before['time_off']).toHaveLength(2);
  const id = await ignoreFirst(world);
  await expectNowhere(world, [...TELLING, 'Last1x']);
  const after = await world.everything();
  const emptied = PERSONAL.flatMap((model) =>
    after[model]!.filter((record) => record.xmin !== find(before[model]!, record.id).xmin),
  );
  const others = emptied.filter(
    (record) => record.sequence === find(Object.values(before).flat(), record.id).sequence,
  );
  // Of those whose row of the source named the person, that row alone.
  expect(others.map(({ body }) => body)).toEqual(others.map((one) => find(before['employee']!, one.id).body));
  expect(others).toHaveLength(5);
  const own = emptied.filter((record) => !others.includes(record));
  expect(own.map((record) => record.id)).toContain(id);
  // The person, the employment, the home, the paystub, the time off and the balance.
  expect(own).toHaveLength(6);
  for (const record of own) expectEmpty(record);
});

it('is told by one event for each record, which say nothing of the person', async () => {
  await using world = await createWorld();
  const id = await ignoreFirst(world);
  const events = (await world.takeEvents()).filter(({ data }) => 'erased' in data);
  expect(countTypes(events)).toEqual({
    'employee.updated': 1,
    'employment.updated': 1,
    'location.updated': 1,
  });
  const told = events.find(({ type }) => type === 'employee.updated')!.data;
  expect(told).toMatchObject({
    erased: 'ignored',
    changes: [],
    record: { id, first_name: null },
    sequence: 2,
  });
});

it.each<[string, (world: SyncWorld) => void]>([
  ['is the same', () => undefined],
  ['has other bytes', ({ source }) => (source.roster.salt = 'other')],
  [
    'has a new address and title of the person',
    ({ source }) =>
      (source.roster.people[0] = person(1, {
        workEmail: 'new1@corp.test',
        history: [{ date: '2026-01-01', title: 'Countess', rate: 7 }],
      })),
  ],
])('stays so when the source %s: no record, event or issue comes of it', async (_what, change) => {
  await using world = await createWorld();
  const id = await ignoreFirst(world);
  const before = await world.everything();
  await world.takeEvents();
  change(world);
  const run = await world.sync();
  expect(run.state).toBe('succeeded');
  const after = await world.everything();
  expect(after['employee']!.map((record) => [record.id, record.body])).toEqual(
    before['employee']!.map((record) => [record.id, record.body]),
  );
  expect(after['employment']).toEqual(before['employment']);
  expect(after['location']).toEqual(before['location']);
  expectEmpty(find(after['employee']!, id));
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
  expect(await world.openIssues()).toEqual([]);
  await expectNowhere(world, [...TELLING, 'new1@corp.test', 'Countess']);
  // And once more, compared with what is staged now.
  world.source.roster.salt += 'again';
  expect((await world.sync()).state).toBe('succeeded');
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
  await expectNowhere(world, TELLING);
});

it('does not take the only person for a source that is empty', async () => {
  await using world = await createWorld(1);
  await ignoreFirst(world);
  expect(await world.sync({ salt: 'x' })).toMatchObject({ state: 'succeeded' });
});

it('deletes the empty record when the person is gone from the source, and brings nobody back', async () => {
  await using world = await createWorld();
  const id = await ignoreFirst(world);
  const [first, ...others] = world.source.roster.people;
  const alone = others.map((one) => ({ ...one, managerEmail: 'person2@corp.test' }));
  for (const salt of ['1', '2']) await world.sync({ people: alone, salt });
  expect(find(await world.records('employee'), id).remote_was_deleted).toBe(true);
  await world.sync({ people: [first!, ...alone], salt: '3' });
  await expectNowhere(world, TELLING);
  expect((await world.records('employee')).filter((record) => !record.remote_was_deleted)).toHaveLength(5);
});

it('stops a run that has read the person already: it begins anew', async () => {
  await using world = await createWorld();
  const { id } = await world.employee(MANAGER);
  world.source.roster.people[0] = person(1, { phone: '+15559999999' });
  const runId = await world.request();
  let isIgnored = false;
  world.source.beforeItem = async (position) => {
    if (position < 12 || isIgnored) return;
    isIgnored = true;
    await ignore(world, id);
  };
  await world.work(runId);
  expect((await world.run(runId)).state).toBe('running');
  await world.work(runId);
  expect(await world.run(runId)).toMatchObject({ state: 'succeeded', attempt_count: 1 });
  await expectNowhere(world, [...TELLING, '+15559999999']);
});

it('forgets what a held run had read', async () => {
  await using world = await createWorld();
  const { id } = await world.employee(MANAGER);
  world.source.roster.people.splice(1, 4);
  const held = await world.sync({ salt: 'x' });
  expect(held.state).toBe('held');
  await ignore(world, id);
  await expectNowhere(world, TELLING);
  await expect(world.release(held.id)).rejects.toMatchObject({ code: 'held_diff_lost' });
});

it('passes over who was known by hashes alone, whatever the scopes are later', async () => {
  await using world = await createWorld();
  const fields = [
    'first_name',
    'last_name',
    'display_full_name',
    'work_email',
    'personal_email',
    'employee_number',
  ];
  const { id } = await world.employee(MANAGER);
  const wishes = [{ model: 'Employee', disabledFields: fields, pointer: '/common_models/0' }];
  await narrowScopes(world.deps, world.scope, { wishes, actor: SYSTEM });
  await rewriteScopes(world.deps, world.scope);
  await world.sync({ salt: 'narrow' });
  await ignore(world, id);
  expect((await world.sync({ salt: 'x' })).state).toBe('succeeded');
  const before = parseScopes((await world.account()).scopes);
  await inTransaction(world.deps.db, (trx) =>
    storeAccountScopes(trx, world.scope, { before, after: DEFAULT_SCOPES }),
  );
  expect((await world.sync({ salt: 'wide' })).state).toBe('succeeded');
  expect((await world.employee('person2@corp.test')).body['manager']).toBe(id);
  await expectNowhere(world, TELLING);
  expect(await world.records('employee')).toHaveLength(6);
});

it('is the same a second time, and nobody of an unknown id or of another account', async () => {
  await using world = await createWorld();
  const id = await ignoreFirst(world);
  const before = await world.everything();
  await ignore(world, id);
  expect(await world.everything()).toEqual(before);
  for (const unknown of ['nonsense', '00000000-0000-4000-8000-000000000000']) {
    await expect(ignore(world, unknown)).rejects.toMatchObject({ kind: 'not_found' });
  }
  const scope = { ...world.scope, linkedAccountId: '00000000-0000-4000-8000-000000000001' };
  const { id: other } = await world.employee('person2@corp.test');
  await expect(
    ignorePerson(world.deps, scope, { employeeId: other, reason: 'GDPR' }, SYSTEM),
  ).rejects.toMatchObject({ kind: 'not_found' });
});

it('keeps nothing of the person but hashes under a key that stands sealed', async () => {
  await using world = await createWorld();
  await ignoreFirst(world);
  const { rows } = await sql<{ text: string }>`select t::text as text from ignored_people t`.execute(
    world.deps.db,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.text).not.toMatch(/first1|last1|corp\.test|home\.test|1961/i);
});
