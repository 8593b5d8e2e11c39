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
import { insertRecord, insertRun, insertSsn, setFreshAsOf } from './records.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
const ids: Record<string, string> = {};

beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
  await seedCompany();
});
afterAll(() => harness[Symbol.asyncDispose]());

const RESOURCES = ['companies', 'locations', 'groups', 'employees', 'employments'] as const;

async function seedCompany(): Promise<void> {
  const { context } = harness;
  const { linkedAccountId } = tenant;
  for (const name of ['company', 'office', 'home', 'team', 'ada', 'bob', 'job', 'oldJob', 'undatedJob'])
    ids[name] = newId();
  await insertRecord(context, 'companies', {
    linkedAccountId,
    id: ids['company']!,
    body: { legal_name: 'Acme Inc' },
  });
  await insertRecord(context, 'locations', {
    linkedAccountId,
    id: ids['office']!,
    createdAt: '2026-11-20T10:00:00.000001Z',
    body: { name: 'HQ', country: 'US', location_type: 'WORK' },
    columns: { country: 'US', location_type: 'WORK' },
    enumOrigins: { country: 'United States' },
  });
  await insertRecord(context, 'locations', {
    linkedAccountId,
    id: ids['home']!,
    createdAt: '2026-11-20T10:00:00.000002Z',
    body: { location_type: 'HOME' },
    columns: { location_type: 'HOME' },
  });
  await insertRecord(context, 'groups', {
    linkedAccountId,
    id: ids['team']!,
    body: { name: 'Research, East', type: 'DEPARTMENT', is_commonly_used_as_team: true },
    columns: { name: 'Research', type: 'DEPARTMENT', is_commonly_used_as_team: true },
  });
  await insertRecord(context, 'groups', {
    linkedAccountId,
    createdAt: '2026-11-20T10:00:00.000002Z',
    body: { name: 'Sales', type: 'TEAM', is_commonly_used_as_team: false },
    columns: { name: 'Sales', type: 'TEAM', is_commonly_used_as_team: false },
  });
  await seedPeople();
}

async function seedPeople(): Promise<void> {
  const { context } = harness;
  const { linkedAccountId } = tenant;
  await insertSsn(context, { linkedAccountId, id: ids['ada']! }, '000-00-"1"');
  await insertRecord(context, 'employees', {
    linkedAccountId,
    id: ids['ada']!,
    remoteId: 'R-1',
    createdAt: '2026-11-20T10:00:00.000001Z',
    modifiedAt: '2026-11-21T10:00:00.5Z',
    body: {
      first_name: 'Ada',
      gender: 'FEMALE',
      employment_status: 'ACTIVE',
      company: ids['company'],
      groups: [ids['team']],
      employments: [ids['job'], ids['oldJob']],
      home_location: ids['home'],
      work_location: ids['office'],
      manager: ids['bob'],
      custom_fields: { note: 'says "ssn":"x"' },
    },
    columns: {
      first_name: 'Ada',
      last_name: 'Lovelace',
      display_full_name: 'Ada Lovelace',
      employee_number: '7',
      employment_status: 'ACTIVE',
      employment_type: 'FULL_TIME',
      job_title: 'Analyst',
      work_email: 'ada@acme.example',
      personal_email: 'ada@home.example',
      company_id: ids['company'],
      manager_id: ids['bob'],
      home_location_id: ids['home'],
      work_location_id: ids['office'],
      team_id: ids['team'],
      pay_group_id: ids['team'],
      group_ids: [ids['team']],
      start_date: '2026-01-15',
      termination_date: '2026-12-31',
    },
    enumOrigins: { gender: 'Woman' },
    remoteData: [{ path: 'employee_census', data: { Row: 1 } }],
  });
  await insertRecord(context, 'employees', {
    linkedAccountId,
    id: ids['bob']!,
    createdAt: '2026-11-20T10:00:00.000002Z',
    body: { first_name: 'Bob', employment_status: 'INACTIVE', manager: newId() },
    columns: { first_name: 'Bob', employment_status: 'INACTIVE', start_date: '2020-01-01' },
  });
  await insertRecord(context, 'employees', {
    linkedAccountId,
    id: (ids['gone'] = newId()),
    createdAt: '2026-11-20T10:00:00.000003Z',
    isDeleted: true,
    body: { first_name: 'Gone' },
  });
  const employments = [
    ['job', '2026-01-15'],
    ['oldJob', '2025-01-15'],
    ['undatedJob', null],
  ] as const;
  for (const [name, date] of employments) {
    await insertRecord(context, 'employments', {
      linkedAccountId,
      id: ids[name]!,
      body: { employee: ids['ada'], job_title: name, effective_date: date && `${date}T00:00:00Z` },
      columns: { employee_id: ids['ada'], effective_date: date },
    });
  }
}

function list(path: string, query = '') {
  return harness.get(`/api/hris/v1/${path}${query}`, tenant.headers);
}

async function namesOf(query: string): Promise<string[]> {
  const { status, json } = await list('employees', query);
  expect({ query, status }).toEqual({ query, status: 200 });
  return json.results.map((employee: { first_name: string }) => employee.first_name);
}

describe.each(RESOURCES)('%s', (path) => {
  it('lists and retrieves under both base paths, in the documented shape', async () => {
    for (const base of ['/api/hris/v1', '/hris/v1']) {
      const page = await harness.get(`${base}/${path}`, tenant.headers);
      expectDocumented(page, 'get', `/api/hris/v1/${path}`);
      expect(page.json.results.length).toBeGreaterThan(0);
      expect([page.json.next, page.json.previous]).toEqual([null, null]);
      const { id } = page.json.results[0];
      const record = await harness.get(`${base}/${path}/${id}`, tenant.headers);
      expectDocumented(record, 'get', `/api/hris/v1/${path}/{id}`);
      expect(record.json).toEqual(page.json.results[0]);
    }
  });

  it('refuses callers without a key, with a wrong one, and without an account token', async () => {
    for (const url of [`/api/hris/v1/${path}`, `/hris/v1/${path}/${newId()}`]) {
      expectProblem(await harness.get(url), 401, 'authorization_missing');
      expectProblem(await harness.get(url, { authorization: 'Bearer nonsense' }), 401, 'api_key_invalid');
      expectProblem(
        await harness.get(url, { authorization: `Bearer ${tenant.key}` }),
        401,
        'account_token_missing',
      );
      const foreign = { ...tenant.headers, 'x-account-token': stranger.accountToken };
      expectProblem(await harness.get(url, foreign), 401, 'account_token_invalid');
    }
  });

  it("hides another tenant's records: an empty list, and a 404 that is the one of an unknown id", async () => {
    const { json } = await list(path);
    const theirs = await harness.get(`/api/hris/v1/${path}`, stranger.headers);
    expect(theirs.json).toEqual({ next: null, previous: null, results: [] });
    const foreign = await harness.get(`/api/hris/v1/${path}/${json.results[0].id}`, stranger.headers);
    const unknown = await harness.get(`/api/hris/v1/${path}/${newId()}`, stranger.headers);
    const junk = await harness.get(`/api/hris/v1/${path}/junk`, stranger.headers);
    expectProblem(foreign, 404, 'not_found');
    expect([unknown.text, junk.text]).toEqual([foreign.text, foreign.text]);
  });

  it('answers 400 with a pointer for known parameters with junk, and ignores unknown ones', async () => {
    const junk = {
      page_size: ['0', '-1', 'ten', '1.5'],
      created_after: [
        'yesterday',
        '2026-02-30',
        '2026-13-01',
        '0000-01-01',
        '2026-01-01T25:00:00Z',
        '2026-01-01T00:00:00+99:00',
      ],
      include_deleted_data: ['maybe'],
      remote_id: ['a%00b'],
    };
    for (const [name, values] of Object.entries(junk)) {
      for (const value of values) {
        expectProblem(await list(path, `?${name}=${value}`), 400, 'invalid_value', `/${name}`);
      }
    }
    const { status } = await list(path, '?unknown=1&expand[]=x&page_size=&include_shell_data=true');
    expect(status).toBe(200);
  });
});

describe('the standard filters', () => {
  it('take instants with microseconds, half-open, and dates', async () => {
    expect(await namesOf('?created_after=2026-11-20T10:00:00.000002Z')).toEqual(['Bob']);
    expect(await namesOf('?created_before=2026-11-20T10:00:00.000002Z')).toEqual(['Ada']);
    expect(await namesOf('?modified_after=2026-11-21')).toEqual(['Ada']);
    expect(await namesOf('?modified_before=2026-11-20T11:00:00.1%2B01:00')).toEqual(['Ada', 'Bob'].slice(1));
    expect(await namesOf('?remote_id=R-1')).toEqual(['Ada']);
  });

  it('show deleted records only when asked, marked as such; retrieve shows them always', async () => {
    const { json } = await list('employees', '?include_deleted_data=true');
    const deleted = json.results.filter((employee: any) => employee.remote_was_deleted);
    expect(deleted.map((employee: any) => employee.first_name)).toEqual(['Gone']);
    expect((await list(`employees/${ids['gone']}`)).json.remote_was_deleted).toBe(true);
  });
});

describe("the employees' filters", () => {
  it.each([
    'company_id={company}',
    'display_full_name=Ada%20Lovelace',
    'employee_number=7',
    'employment_status=ACTIVE',
    'employment_type=FULL_TIME',
    'first_name=Ada',
    'last_name=Lovelace',
    'groups={team}',
    'home_location_id={home}',
    'job_title=Analyst',
    'manager_id={bob}',
    'pay_group_id={team}',
    'personal_email=Ada@Home.example',
    'started_after=2026-01-15T00:00:00Z',
    'team_id={team}',
    'terminated_after=2026-12-31',
    'terminated_before=2027-01-01',
    'work_email=ADA@acme.example',
    'work_location_id={office}',
  ])('%s finds one', async (filter) => {
    expect(await namesOf(`?${filter.replace(/\{(\w+)\}/, (_, name: string) => ids[name]!)}`)).toEqual([
      'Ada',
    ]);
  });

  it('find the other, none and several', async () => {
    expect(await namesOf('?started_before=2026-01-15')).toEqual(['Bob']);
    expect(await namesOf('?employment_status=PENDING')).toEqual([]);
    expect(await namesOf(`?groups=${newId()},${ids['team']}`)).toEqual(['Ada']);
    expect(await namesOf(`?groups=${newId()}&groups=${ids['team']}`)).toEqual(['Ada']);
    expect(await namesOf('?first_name=Ada&employment_status=INACTIVE')).toEqual([]);
  });

  it('refuse junk', async () => {
    expectProblem(
      await list('employees', '?employment_status=LAZY'),
      400,
      'invalid_value',
      '/employment_status',
    );
    expectProblem(await list('employees', '?manager_id=7'), 400, 'invalid_value', '/manager_id');
    expectProblem(await list('employees', `?groups=${ids['team']},x`), 400, 'invalid_value', '/groups/1');
    expectProblem(await list('employees', '?first_name=a&first_name=b'), 400, 'invalid_value', '/first_name');
    expectProblem(await list('employees', '?expand=manager,boss'), 400, 'invalid_value', '/expand/1');
    expectProblem(
      await list('employees', '?show_enum_origins=ssn'),
      400,
      'invalid_value',
      '/show_enum_origins/0',
    );
  });
});

describe("the other models' filters", () => {
  it('tell locations by type', async () => {
    const { json } = await list('locations', '?location_type=HOME');
    expect(json.results.map((location: any) => location.id)).toEqual([ids['home']]);
    expectProblem(await list('locations', '?location_type=MOON'), 400, 'invalid_value', '/location_type');
  });

  it('tell groups by names, types and use', async () => {
    const names = async (query: string) => (await list('groups', query)).json.results.length;
    expect(await names('?names=Sales,Research')).toBe(2);
    expect(await names('?names=Sales&types=TEAM&types=GROUP')).toBe(1);
    expect(await names('?types=GROUP')).toBe(0);
    expect(await names('?is_commonly_used_as_team=True')).toBe(1);
  });

  it('tell employments by employee, and order them by date with unknown dates last both ways, over pages', async () => {
    const titles = async (order: string) => {
      const found: string[] = [];
      const query = `?employee_id=${ids['ada']}&order_by=${order}&page_size=1`;
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await list('employments', `${query}${cursor && `&cursor=${cursor}`}`);
        found.push(...page.json.results.map((employment: any) => employment.job_title));
        cursor = page.json.next;
      }
      return found;
    };
    expect(await titles('effective_date')).toEqual(['oldJob', 'job', 'undatedJob']);
    expect(await titles('-effective_date')).toEqual(['job', 'oldJob', 'undatedJob']);
    const none = await list('employments', `?employee_id=${ids['bob']}`);
    expect(none.json.results).toEqual([]);
    expectProblem(await list('employments', '?order_by=pay_rate'), 400, 'invalid_value', '/order_by');
  });
});

describe('extras', () => {
  it('expand every relation one level deep, comma-joined and repeated alike', async () => {
    const joined = 'company,employments,groups,home_location,manager,work_location,team,pay_group';
    const repeated = joined
      .split(',')
      .map((name) => `expand=${name}`)
      .join('&');
    const page = await list('employees', `?expand=${joined}`);
    expectDocumented(page, 'get', '/api/hris/v1/employees');
    expect((await list('employees', `?${repeated}`)).json).toEqual(page.json);
    const [ada, bob] = page.json.results;
    expect(ada.company.legal_name).toBe('Acme Inc');
    expect(ada.employments.map((employment: any) => employment.job_title)).toEqual(['job', 'oldJob']);
    expect(ada.groups[0].type).toBe('DEPARTMENT');
    expect([ada.home_location.id, ada.work_location.name]).toEqual([ids['home'], 'HQ']);
    expect([ada.manager.first_name, typeof ada.manager.manager]).toEqual(['Bob', 'string']);
    expect(typeof bob.manager, 'an id that leads nowhere stays an id').toBe('string');
    const record = await list(`employees/${ids['ada']}`, '?expand=manager');
    expectDocumented(record, 'get', '/api/hris/v1/employees/{id}');
    expect(record.json.manager.first_name).toBe('Bob');
    const employment = await list(`employments/${ids['job']}`, '?expand=employee');
    expectDocumented(employment, 'get', '/api/hris/v1/employments/{id}');
    expect([employment.json.employee.first_name, employment.json.employee.ssn]).toEqual(['Ada', null]);
  });

  it("give the source's own words for enum fields, and its rows, only when asked", async () => {
    const plain = (await list(`employees/${ids['ada']}`)).json;
    expect([plain.gender, plain.remote_data]).toEqual(['FEMALE', null]);
    const words = await list(`employees/${ids['ada']}`, '?show_enum_origins=gender,employment_status');
    expect([words.json.gender, words.json.employment_status]).toEqual(['Woman', 'ACTIVE']);
    expect((await list('locations', '?remote_fields=country')).json.results[0].country).toBe('United States');
    const rows = await list('employees', '?include_remote_data=true');
    expectDocumented(rows, 'get', '/api/hris/v1/employees');
    expect(rows.json.results[0].remote_data).toEqual([{ path: 'employee_census', data: { Row: 1 } }]);
    expect(rows.json.results[1].remote_data).toBeNull();
  });

  it('keep the social security number back unless it is asked for by name', async () => {
    for (const query of ['?', '?expand=manager&', '?include_remote_data=true&']) {
      const [ada] = (await list('employees', query)).json.results;
      expect([ada.ssn, ada.custom_fields]).toEqual([null, { note: 'says "ssn":"x"' }]);
      const [asked] = (await list('employees', `${query}include_sensitive_fields=true`)).json.results;
      expect(asked.ssn).toBe('000-00-"1"');
    }
  });
});

it('tells how fresh the data is and how the sync stands, with every list and record', async () => {
  const { context } = harness;
  const other = await createTenant(harness);
  const read = async () => (await harness.get('/api/hris/v1/employees', other.headers)).headers;
  expect([(await read())['muster-data-fresh-as-of'], (await read())['muster-sync-status']]).toEqual([
    undefined,
    'PAUSED',
  ]);
  await setFreshAsOf(context, other.linkedAccountId, '2026-11-22T03:04:05.123456Z');
  await insertRun(context, other, { state: 'succeeded', queued_at: '2026-11-22T03:00:00Z' });
  expect([(await read())['muster-data-fresh-as-of'], (await read())['muster-sync-status']]).toEqual([
    '2026-11-22T03:04:05.123456Z',
    'DONE',
  ]);
  await insertRun(context, other, { state: 'running', queued_at: '2026-11-22T04:00:00Z' });
  expect((await read())['muster-sync-status']).toBe('SYNCING');
  const id = await insertRecord(context, 'companies', { linkedAccountId: other.linkedAccountId });
  const record = await harness.get(`/api/hris/v1/companies/${id}`, other.headers);
  expect(record.headers['muster-sync-status']).toBe('SYNCING');
});
