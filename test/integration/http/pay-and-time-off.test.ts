import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRecord, setFreshAsOf } from './records.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
const NAMES = [
  'ada',
  'bob',
  'team',
  'tribe',
  'weekly',
  'run',
  'bonus',
  'stub',
  'other',
  'leave',
  'sick',
  'left',
];
const ids = Object.fromEntries(NAMES.map((name) => [name, newId()]));

beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
  await seedPeople();
  await seedPay();
  await seedTimeOff();
});
afterAll(() => harness[Symbol.asyncDispose]());

type Seed = Parameters<typeof insertRecord>[2];
const insert = (table: string, name: string, seed: Omit<Seed, 'linkedAccountId' | 'id'>) =>
  insertRecord(harness.context, table, { linkedAccountId: tenant.linkedAccountId, id: ids[name]!, ...seed });

async function seedPeople(): Promise<void> {
  await insert('teams', 'tribe', { body: { name: 'Tribe' }, columns: { name: 'Tribe' } });
  await insert('teams', 'team', {
    body: { name: 'Crew', parent_team: ids['tribe'] },
    columns: { name: 'Crew', parent_team_id: ids['tribe'] },
  });
  await insert('pay_groups', 'weekly', { body: { pay_group_name: 'Weekly' } });
  await insert('employees', 'ada', {
    body: { first_name: 'Ada', team: ids['team'], pay_group: ids['weekly'] },
    columns: { first_name: 'Ada', team_id: ids['team'], pay_group_id: ids['weekly'] },
  });
  await insert('employees', 'bob', { body: { first_name: 'Bob' }, columns: { first_name: 'Bob' } });
}

async function seedPay(): Promise<void> {
  const period = { start_date: '2026-11-01', end_date: '2026-11-14', check_date: '2026-11-20' };
  await insert('payroll_runs', 'run', {
    body: { run_type: 'REGULAR', run_state: 'PAID', start_date: '2026-11-01T00:00:00Z' },
    columns: { run_type: 'REGULAR', run_state: 'PAID', ...period },
    enumOrigins: { run_type: 'Regular payroll' },
    remoteId: 'pr_1',
  });
  await insert('payroll_runs', 'bonus', {
    body: { run_type: 'OFF_CYCLE' },
    columns: { run_type: 'OFF_CYCLE', start_date: '2026-12-01', end_date: '2026-12-31' },
  });
  const line = {
    id: newId(),
    remote_id: null,
    created_at: '2026-11-20T10:00:00.000001Z',
    modified_at: '2026-11-20T10:00:00.000001Z',
    remote_was_deleted: false,
    field_mappings: null,
    remote_data: null,
    employee_payroll_run: ids['stub'],
  };
  await insert('employee_payroll_runs', 'stub', {
    body: {
      employee: ids['ada'],
      payroll_run: ids['run'],
      gross_pay: 4000,
      earnings: [{ ...line, amount: 4000, type: 'SALARY' }],
      deductions: [{ ...line, name: 'Dental', employee_deduction: 20, company_deduction: null }],
      taxes: [{ ...line, name: 'FICA', amount: 300.25, employer_tax: false }],
    },
    columns: { employee_id: ids['ada'], payroll_run_id: ids['run'], ...period },
  });
  await insert('employee_payroll_runs', 'other', {
    body: { employee: ids['bob'], payroll_run: ids['bonus'] },
    columns: {
      employee_id: ids['bob'],
      payroll_run_id: ids['bonus'],
      start_date: '2026-12-01',
      end_date: '2026-12-31',
    },
  });
}

async function seedTimeOff(): Promise<void> {
  await insert('time_off', 'leave', {
    body: {
      employee: ids['ada'],
      approver: ids['bob'],
      status: 'APPROVED',
      request_type: 'VACATION',
      units: 'DAYS',
      amount: 2,
      start_time: '2026-12-01T00:00:00Z',
    },
    columns: {
      employee_id: ids['ada'],
      approver_id: ids['bob'],
      status: 'APPROVED',
      request_type: 'VACATION',
      start_time: '2026-12-01T00:00:00Z',
      end_time: '2026-12-02T00:00:00Z',
    },
    enumOrigins: { status: 'approved', units: 'days' },
  });
  await insert('time_off', 'sick', {
    body: { employee: ids['bob'], status: 'DECLINED', request_type: 'SICK' },
    columns: {
      employee_id: ids['bob'],
      status: 'DECLINED',
      request_type: 'SICK',
      start_time: '2026-10-01T00:00:00Z',
      end_time: '2026-10-01T12:00:00Z',
    },
  });
  await insert('time_off_balances', 'left', {
    body: { employee: ids['ada'], balance: 7.5, used: 1, policy_type: 'VACATION' },
    columns: { employee_id: ids['ada'], policy_type: 'VACATION' },
    enumOrigins: { policy_type: 'PTO' },
  });
}

const list = (path: string, query = '') => harness.get(`/api/hris/v1/${path}${query}`, tenant.headers);
const namesIn = (results: { id: string }[]) =>
  results.map(({ id }) => NAMES.find((name) => ids[name] === id)).sort();

const RESOURCES: [path: string, names: string[]][] = [
  ['teams', ['team', 'tribe']],
  ['pay-groups', ['weekly']],
  ['payroll-runs', ['bonus', 'run']],
  ['employee-payroll-runs', ['other', 'stub']],
  ['time-off', ['leave', 'sick']],
  ['time-off-balances', ['left']],
];

describe.each(RESOURCES)('%s', (path, names) => {
  it('are listed and retrieved as documented, under both addresses', async () => {
    const page = await list(path);
    expectDocumented(page, 'get', `/api/hris/v1/${path}`);
    expect(namesIn(page.json.results)).toEqual(names);
    expect((await harness.get(`/hris/v1/${path}`, tenant.headers)).json).toEqual(page.json);
    for (const record of page.json.results) {
      const one = await list(`${path}/${record.id}`);
      expectDocumented(one, 'get', `/api/hris/v1/${path}/{id}`);
      expect(one.json).toEqual(record);
    }
  });

  it('are refused without a key or token, and are not there for another tenant', async () => {
    expectProblem(await harness.get(`/api/hris/v1/${path}`), 401, 'authorization_missing');
    const { authorization } = tenant.headers;
    const tokenless = await harness.get(`/api/hris/v1/${path}`, { authorization });
    expect(tokenless.status).toBe(401);
    const theirs = await harness.get(`/api/hris/v1/${path}`, stranger.headers);
    expect(theirs.json.results).toEqual([]);
    const foreign = await harness.get(`/api/hris/v1/${path}/${ids[names[0]!]}`, stranger.headers);
    expectProblem(foreign, 404, 'not_found');
    expectProblem(await list(path, '?page_size=ten'), 400, 'invalid_value', '/page_size');
  });
});

describe('their filters', () => {
  it.each([
    ['teams', 'parent_team_id={tribe}', ['team']],
    ['payroll-runs', 'run_type=REGULAR', ['run']],
    ['payroll-runs', 'remote_id=pr_1', ['run']],
    ['payroll-runs', 'started_after=2026-12-01', ['bonus']],
    ['payroll-runs', 'started_before=2026-12-01', ['run']],
    ['payroll-runs', 'ended_after=2026-11-15', ['bonus']],
    ['payroll-runs', 'ended_before=2026-12-31', ['run']],
    ['employee-payroll-runs', 'employee_id={ada}', ['stub']],
    ['employee-payroll-runs', 'payroll_run_id={bonus}', ['other']],
    ['employee-payroll-runs', 'started_after=2026-11-02', ['other']],
    ['employee-payroll-runs', 'ended_before=2026-11-15', ['stub']],
    ['time-off', 'employee_id={ada}', ['leave']],
    ['time-off', 'approver_id={bob}', ['leave']],
    ['time-off', 'status=DECLINED', ['sick']],
    ['time-off', 'request_type=VACATION', ['leave']],
    ['time-off', 'started_after=2026-12-01T00:00:00Z', ['leave']],
    ['time-off', 'started_before=2026-12-01T00:00:00Z', ['sick']],
    ['time-off', 'ended_after=2026-12-02', ['leave']],
    ['time-off', 'ended_before=2026-10-02', ['sick']],
    ['time-off-balances', 'employee_id={ada}', ['left']],
    ['time-off-balances', 'employee_id={bob}', []],
    ['time-off-balances', 'policy_type=SICK', []],
    ['employees', 'team_id={team}', ['ada']],
    ['employees', 'pay_group_id={weekly}', ['ada']],
  ])('%s?%s', async (path, query, expected) => {
    const filled = query.replace(/\{(\w+)\}/, (_, name: string) => ids[name]!);
    const { status, json } = await list(path, `?${filled}`);
    expect([status, namesIn(json.results)]).toEqual([200, expected]);
  });

  it.each([
    ['payroll-runs', 'run_type', 'SECRET'],
    ['time-off', 'status', 'MAYBE'],
    ['time-off', 'request_type', 'NAP'],
    ['time-off-balances', 'policy_type', 'NAP'],
    ['teams', 'parent_team_id', '7'],
    ['employee-payroll-runs', 'started_after', 'soon'],
  ])('%s refuse %s=%s', async (path, name, value) => {
    expectProblem(await list(path, `?${name}=${value}`), 400, 'invalid_value', `/${name}`);
  });
});

describe('their extras', () => {
  it('expand what they name, one level deep, without what must be asked for by name', async () => {
    const stub = await list(`employee-payroll-runs/${ids['stub']}`, '?expand=employee,payroll_run');
    expectDocumented(stub, 'get', '/api/hris/v1/employee-payroll-runs/{id}');
    expect(stub.json).toMatchObject({
      employee: { first_name: 'Ada', team: ids['team'], ssn: null },
      payroll_run: { run_type: 'REGULAR' },
    });
    const leave = await list('time-off', '?expand=approver,employee&status=APPROVED');
    expectDocumented(leave, 'get', '/api/hris/v1/time-off');
    expect(leave.json.results[0]).toMatchObject({
      approver: { first_name: 'Bob' },
      employee: { first_name: 'Ada' },
    });
    const crew = await list(`teams/${ids['team']}`, '?expand=parent_team');
    expectDocumented(crew, 'get', '/api/hris/v1/teams/{id}');
    expect(crew.json.parent_team).toMatchObject({ name: 'Tribe', parent_team: null });
    const balance = await list(`time-off-balances/${ids['left']}`, '?expand=employee');
    expect(balance.json.employee.first_name).toBe('Ada');
    const ada = await list(`employees/${ids['ada']}`, '?expand=team,pay_group');
    expectDocumented(ada, 'get', '/api/hris/v1/employees/{id}');
    expect(ada.json).toMatchObject({ team: { name: 'Crew' }, pay_group: { pay_group_name: 'Weekly' } });
    expectProblem(await list('teams', '?expand=employees'), 400, 'invalid_value', '/expand/0');
  });

  it("give the source's own words", async () => {
    const words = async (path: string, query: string) => (await list(path, query)).json;
    expect(await words(`payroll-runs/${ids['run']}`, '?show_enum_origins=run_type,run_state')).toMatchObject({
      run_type: 'Regular payroll',
      run_state: 'PAID',
    });
    expect(await words(`time-off/${ids['leave']}`, '?remote_fields=status,units,request_type')).toMatchObject(
      {
        status: 'approved',
        units: 'days',
        request_type: 'VACATION',
      },
    );
    expect(await words(`time-off-balances/${ids['left']}`, '?show_enum_origins=policy_type')).toMatchObject({
      policy_type: 'PTO',
    });
  });
});

it('tells per model how fresh it is, and what the source does not give', async () => {
  const { context } = harness;
  const other = await createTenant(harness);
  const { linkedAccountId } = other;
  const freshOf = async (path: string) =>
    (await harness.get(`/api/hris/v1/${path}`, other.headers)).headers['muster-data-fresh-as-of'];
  await setFreshAsOf(context, linkedAccountId, '2026-11-22T03:00:00Z');
  expect([await freshOf('employees'), await freshOf('time-off')]).toEqual([
    '2026-11-22T03:00:00Z',
    undefined,
  ]);
  const coverage = [
    { model: 'employee', is_covered: true, data_fresh_as_of: '2026-11-22T03:00:00Z' },
    { model: 'employment', is_covered: false, data_fresh_as_of: '2026-11-20T03:00:00Z' },
    { model: 'time_off', is_covered: true, data_fresh_as_of: '2026-11-21T03:00:00Z' },
  ].map((row) => ({ linked_account_id: linkedAccountId, ...row }));
  await context.db.insertInto('model_coverage').values(coverage).execute();
  expect([await freshOf('employees'), await freshOf('employments'), await freshOf('time-off')]).toEqual([
    '2026-11-22T03:00:00Z',
    '2026-11-20T03:00:00Z',
    '2026-11-21T03:00:00Z',
  ]);
  expect(await freshOf('teams')).toBeUndefined();
  const statuses = await harness.get('/api/hris/v1/sync-status?page_size=100', other.headers);
  expectDocumented(statuses, 'get', '/api/hris/v1/sync-status');
  const wordOf = (model: string) =>
    statuses.json.results.find((status: any) => status.model_name === model).status;
  expect([wordOf('Employment'), wordOf('Team'), wordOf('Benefit')]).toEqual([
    'PAUSED',
    'DISABLED',
    'DISABLED',
  ]);
});
