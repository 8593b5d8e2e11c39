import { Compile } from 'typebox/compile';
import { expect, it } from 'vitest';
import {
  EmployeePayrollRun,
  PayGroup,
  PayrollRun,
  Team,
  TimeOff,
  TimeOffBalance,
} from '../../../src/hris/model/index.ts';
import type { SnapshotItem, SourceSummary } from '../../../src/hris/snapshot.ts';
import { people, roster, type Roster } from './fake-source.ts';
import {
  ALL_MODELS,
  balance,
  payGroup,
  payrollRun,
  paystub,
  personOf,
  team,
  timeOff,
} from './pay-and-time-off.ts';
import { countTypes, SyncWorld, type StoredRecord } from './sync-world.ts';

const SCHEMAS = {
  team: Team,
  pay_group: PayGroup,
  payroll_run: PayrollRun,
  employee_payroll_run: EmployeePayrollRun,
  time_off: TimeOff,
  time_off_balance: TimeOffBalance,
};

/** What everybody has: a team and a pay group; and what stands beside the people. */
const EXTRA: SnapshotItem[] = [
  team('Engineering'),
  payGroup('Biweekly'),
  payrollRun('2026-11-13'),
  paystub(1, '2026-11-13'),
  paystub(2, '2026-11-13', { earnings: [], deductions: null, taxes: null }),
  timeOff(1, '2026-12-01', { workEmail: 'person2@corp.test' }),
  balance(1, 10),
];

const joined = (item: SnapshotItem): SnapshotItem => {
  if (item.model === 'employee') {
    const refs = { ...item.refs, team: 'team:Engineering', payGroup: 'pay_group:Biweekly' };
    return { ...item, refs };
  }
  if (item.model === 'employment') return { ...item, refs: { payGroup: 'pay_group:Biweekly' } };
  return item;
};

const ALWAYS: SourceSummary['coveredWindows'] = (
  ['payroll_run', 'employee_payroll_run', 'time_off'] as const
).map((model) => ({ model, from: '2000-01-01', to: '2099-12-31' }));

const whole = (some: Partial<Roster> = {}): Roster =>
  roster(people(3), {
    extra: [...EXTRA],
    alter: joined,
    tells: { coveredModels: ALL_MODELS, coveredWindows: ALWAYS },
    ...some,
  });

async function syncedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(whole());
  await world.sync();
  await world.takeEvents();
  return world;
}

const only = (records: StoredRecord[]): StoredRecord => {
  expect(records).toHaveLength(1);
  return records[0]!;
};

it('brings the six models in, each body as its schema says, related by our ids, and announces each', async () => {
  await using world = await SyncWorld.create(whole());
  const run = await world.sync();
  expect(run.state).toBe('succeeded');
  expect(run.counts).toMatchObject({
    team: { added: 1 },
    pay_group: { added: 1 },
    payroll_run: { added: 1 },
    employee_payroll_run: { added: 2 },
    time_off: { added: 1 },
    time_off_balance: { added: 1 },
  });
  const all = await world.everything();
  for (const [model, schema] of Object.entries(SCHEMAS)) {
    for (const { body } of all[model]!) {
      expect([...Compile(schema).Errors(body)], model).toEqual([]);
      expect(Object.keys(body)).toEqual(Object.keys(schema.properties));
    }
  }
  const ann = await world.employee('person1@corp.test');
  const bob = await world.employee('person2@corp.test');
  expect(ann.body).toMatchObject({
    team: only(all['team']!).id,
    pay_group: only(all['pay_group']!).id,
  });
  for (const { body } of all['employment']!) expect(body['pay_group']).toBe(ann.body['pay_group']);
  expect(only(all['time_off']!).body).toMatchObject({
    employee: ann.id,
    approver: bob.id,
    status: 'APPROVED',
    start_time: '2026-12-01T00:00:00Z',
  });
  expect(only(all['time_off_balance']!).body).toMatchObject({ employee: ann.id, balance: 10 });
  expect(countTypes(await world.takeEvents())).toMatchObject({
    'team.created': 1,
    'pay_group.created': 1,
    'payroll_run.created': 1,
    'employee_payroll_run.created': 2,
    'time_off.created': 1,
    'time_off_balance.created': 1,
  });
});

it('gives the lines of a paystub ids that last, and null where they were not read', async () => {
  await using world = await SyncWorld.create(whole());
  await world.sync();
  const before = await world.records('employee_payroll_run');
  const [ann, bob] = before;
  expect(ann!.body).toMatchObject({
    payroll_run: only(await world.records('payroll_run')).id,
    net_pay: 3000.5,
    earnings: [
      { amount: 3500, type: 'SALARY', employee_payroll_run: ann!.id, remote_was_deleted: false },
      { amount: 500, type: 'BONUS', employee_payroll_run: ann!.id },
    ],
    deductions: [{ name: 'Dental', employee_deduction: 20, company_deduction: null }],
    taxes: [{ name: 'FICA', employer_tax: false }],
  });
  expect(bob!.body).toMatchObject({ earnings: [], deductions: null, taxes: null });
  const idsOf = (record: StoredRecord) =>
    ['earnings', 'deductions', 'taxes'].flatMap((name) =>
      (record.body[name] as { id: string }[]).map(({ id }) => id),
    );
  expect(new Set(idsOf(ann!)).size).toBe(4);

  await world.takeEvents();
  const raised = paystub(1, '2026-11-13', { gross_pay: 4100 });
  await world.sync({ extra: EXTRA.map((item) => (item === EXTRA[3] ? raised : item)) });
  const after = (await world.records('employee_payroll_run')).find(({ id }) => id === ann!.id)!;
  expect(idsOf(after)).toEqual(idsOf(ann!));
  const changed = (await world.takeEvents()).filter((event) => event.type.startsWith('employee_payroll_run'));
  expect(changed.map((event) => event.data.changes)).toEqual([
    [{ field: 'gross_pay', before: 4000, after: 4100 }],
  ]);
});

it('tells a changed line as a change of its field, and deletes lines with their paystub', async () => {
  await using world = await syncedWorld();
  const corrected = paystub(1, '2026-11-13', { taxes: [{ name: 'FICA', amount: 310, employer_tax: false }] });
  await world.sync({ extra: EXTRA.map((item) => (item === EXTRA[3] ? corrected : item)) });
  const [changed] = (await world.takeEvents()).filter(
    (event) => event.type === 'employee_payroll_run.updated',
  );
  expect(changed!.data.changes.map((change) => change.field)).toEqual(['taxes']);

  await world.sync({ extra: EXTRA.filter((item) => item !== EXTRA[3]) });
  const [deleted] = (await world.takeEvents()).filter(
    (event) => event.type === 'employee_payroll_run.deleted',
  );
  expect(deleted!.data.record).toMatchObject({
    remote_was_deleted: true,
    earnings: [{ remote_was_deleted: true }, { remote_was_deleted: true }],
  });
  expect([...Compile(EmployeePayrollRun).Errors(deleted!.data.record)]).toEqual([]);
});

it('writes nothing for what it read before, and one update for what changed', async () => {
  await using world = await syncedWorld();
  const before = await world.everything();
  await world.sync({ salt: 'again' });
  expect(await world.everything()).toEqual(before);
  await world.sync({ extra: [...EXTRA.slice(0, -1), balance(1, 8)] });
  expect(countTypes(await world.takeEvents())).toEqual({
    'time_off_balance.updated': 1,
    'sync.completed': 2,
  });
});

it('keeps payroll history and time off that left the time that was read, and deletes what is gone inside of it', async () => {
  const years = ['2024-11-15', '2025-11-14', '2026-11-13'];
  const extra = years.flatMap((date) => [payrollRun(date), paystub(1, date), timeOff(1, date)]);
  await using world = await SyncWorld.create(whole({ extra }));
  await world.sync();
  await world.takeEvents();
  const window = { from: '2025-11-14', to: '2027-01-31' };
  const coveredWindows = (['payroll_run', 'employee_payroll_run', 'time_off'] as const).map((model) => ({
    model,
    ...window,
  }));
  await world.sync({
    extra: [payrollRun('2026-11-13'), paystub(1, '2026-11-13'), timeOff(1, '2026-11-13')],
    tells: { coveredModels: ALL_MODELS, coveredWindows },
  });
  expect(countTypes(await world.takeEvents())).toMatchObject({
    'payroll_run.deleted': 1,
    'employee_payroll_run.deleted': 1,
    'time_off.deleted': 1,
  });
  const left = (await world.records('payroll_run')).filter((record) => !record.remote_was_deleted);
  expect(left.map((record) => record.body['check_date'])).toEqual([
    '2024-11-15T00:00:00Z',
    '2026-11-13T00:00:00Z',
  ]);
});

it('takes no payroll history for gone when nobody says for which time it was read', async () => {
  await using world = await syncedWorld();
  await world.sync({ extra: EXTRA.slice(0, 2), tells: { coveredModels: ALL_MODELS } });
  expect(countTypes(await world.takeEvents())).toEqual({
    'time_off_balance.deleted': 1,
    'sync.completed': 1,
  });
});

it("deletes a person's paystubs, time off and balances with the person, whatever time was read", async () => {
  await using world = await SyncWorld.create(whole());
  await world.sync();
  world.source.roster.people.shift();
  const extra = EXTRA.filter((item) => !('person' in item) || item.person.workId !== 'W1');
  const window = { model: 'employee_payroll_run' as const, from: '2027-01-01', to: '2027-02-01' };
  await world.sync({ extra, tells: { coveredModels: ALL_MODELS, coveredWindows: [window] } });
  await world.takeEvents();
  await world.sync({ salt: 'again' });
  expect(countTypes(await world.takeEvents())).toMatchObject({
    'employee.deleted': 1,
    'employee_payroll_run.deleted': 1,
    'time_off.deleted': 1,
    'time_off_balance.deleted': 1,
  });
});

it('leaves out what is of nobody, says so, and keeps what it knew of the same row', async () => {
  await using world = await syncedWorld();
  const before = await world.records('time_off');
  const stranger = { ...timeOff(1, '2026-12-01'), person: { ...personOf(77) } };
  const run = await world.sync({ extra: EXTRA.map((item) => (item === EXTRA[5] ? stranger : item)) });
  expect(run).toMatchObject({
    state: 'partially_succeeded',
    counts: { time_off: { skipped: 1, deleted: 0 } },
  });
  expect(await world.records('time_off')).toEqual(before);
  expect(await world.openIssues()).toEqual([
    { code: 'record_person_unknown', subject: '', error_details: ['time_off person_unknown: 1 rows (1)'] },
  ]);
  await world.sync({ extra: EXTRA });
  expect(await world.openIssues()).toEqual([]);
});

it('refuses a paystub whose lines do not fit before anything is stored', async () => {
  const odd = paystub(1, '2026-11-13', { earnings: [{ amount: '7', type: null } as never] });
  await using world = await SyncWorld.create(whole({ extra: [odd] }));
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'failed', error_code: 'report_malformed' });
  expect(run.error_message).toContain('/earnings/0/amount');
});
