import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Answer,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRecord } from './records.ts';
import { insertVersion } from './versions.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
const ids = Object.fromEntries(
  ['ada', 'bob', 'cyd', 'dee', 'boss', 'job', 'office', 'annex', 'company'].map((name) => [name, newId()]),
) as Record<string, string>;

// The account is in New York: its days end at 05:00 UTC in winter.
const DAY_ONE = '2026-02-10T15:00:00.000001Z';
const DAY_TWO = '2026-02-11T15:00:00.000001Z';
const DAY_FOUR = '2026-02-13T15:00:00.000001Z';

beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
  await seedAda();
  await seedOthers();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** Renamed on the second day, moved and ended on the fourth. */
async function seedAda(): Promise<void> {
  const { linkedAccountId } = tenant;
  const { context } = harness;
  const ada = { groups: [ids['office']], employments: [ids['job']], gender: 'FEMALE' };
  await insertRecord(context, 'employees', {
    linkedAccountId,
    id: ids['ada']!,
    createdAt: DAY_ONE,
    modifiedAt: DAY_FOUR,
    body: { ...ada, first_name: 'Augusta', employment_status: 'INACTIVE', work_location: ids['annex'] },
    columns: {
      first_name: 'Augusta',
      employment_status: 'INACTIVE',
      work_location_id: ids['annex'],
      sequence: 3,
    },
    enumOrigins: { gender: 'now' },
  });
  const version = {
    table: 'employees',
    model: 'employee',
    linkedAccountId,
    id: ids['ada']!,
    createdAt: DAY_ONE,
  };
  const former = {
    ...ada,
    employment_status: 'ACTIVE',
    work_location: ids['office'],
    work_email: 'Ada@acme.example',
  };
  await insertVersion(context, {
    ...version,
    sequence: 1,
    validFrom: DAY_ONE,
    validTo: DAY_TWO,
    body: {
      ...former,
      first_name: 'Ada',
      ssn: '123',
      manager: ids['boss'],
      start_date: '2026-02-01T00:00:00Z',
    },
    enumOrigins: { gender: 'then' },
  });
  await insertVersion(context, {
    ...version,
    sequence: 2,
    validFrom: DAY_TWO,
    validTo: DAY_FOUR,
    body: { ...former, first_name: 'Augusta' },
  });
  await insertRecord(context, 'employments', {
    linkedAccountId,
    id: ids['job']!,
    createdAt: DAY_ONE,
    modifiedAt: DAY_TWO,
    body: { employee: ids['ada'], job_title: 'Director', effective_date: '2026-02-11T00:00:00Z' },
    columns: { employee_id: ids['ada'], effective_date: '2026-02-11', sequence: 2 },
  });
  await insertVersion(context, {
    table: 'employments',
    model: 'employment',
    linkedAccountId,
    id: ids['job']!,
    createdAt: DAY_ONE,
    sequence: 1,
    validFrom: DAY_ONE,
    validTo: DAY_TWO,
    body: { employee: ids['ada'], job_title: 'Analyst', effective_date: '2026-02-01T00:00:00Z' },
  });
}

async function seedOthers(): Promise<void> {
  const { linkedAccountId } = tenant;
  const { context } = harness;
  // Untouched since the first day.
  await insertRecord(context, 'employees', {
    linkedAccountId,
    id: ids['bob']!,
    createdAt: DAY_ONE.replace('01Z', '02Z'),
    body: { first_name: 'Bob', employment_status: 'ACTIVE' },
    columns: { first_name: 'Bob', employment_status: 'ACTIVE' },
  });
  // Gone on the second day, back on the fourth.
  const cyd = { table: 'employees', model: 'employee', linkedAccountId, id: ids['cyd']! } as const;
  const cydBody = { first_name: 'Cyd' };
  await insertRecord(context, 'employees', {
    linkedAccountId,
    id: ids['cyd']!,
    createdAt: DAY_ONE.replace('01Z', '03Z'),
    modifiedAt: DAY_FOUR,
    body: cydBody,
    columns: { first_name: 'Cyd', sequence: 3 },
  });
  const createdAt = DAY_ONE.replace('01Z', '03Z');
  await insertVersion(context, {
    ...cyd,
    createdAt,
    sequence: 1,
    validFrom: createdAt,
    validTo: DAY_TWO,
    body: cydBody,
  });
  await insertVersion(context, {
    ...cyd,
    createdAt,
    sequence: 2,
    validFrom: DAY_TWO,
    validTo: DAY_FOUR,
    body: { ...cydBody, remote_was_deleted: true },
  });
  // First seen on the fourth day.
  await insertRecord(context, 'employees', {
    linkedAccountId,
    id: ids['dee']!,
    createdAt: DAY_FOUR,
    body: { first_name: 'Dee', employment_status: 'ACTIVE' },
    columns: { first_name: 'Dee', employment_status: 'ACTIVE' },
  });
  for (const name of ['office', 'annex'])
    await insertRecord(context, 'locations', {
      linkedAccountId,
      id: ids[name]!,
      createdAt: DAY_ONE,
      modifiedAt: DAY_FOUR,
      body: { name: `${name} now` },
      columns: { sequence: 2 },
    });
  await insertVersion(context, {
    table: 'locations',
    model: 'location',
    linkedAccountId,
    id: ids['office']!,
    createdAt: DAY_ONE,
    sequence: 1,
    validFrom: DAY_ONE,
    validTo: DAY_FOUR,
    body: { name: 'office then' },
  });
}

const EMPLOYEES = '/api/hris/v1/employees';
const list = async (query: string, who = tenant): Promise<Answer> => {
  const answer = await harness.get(`${EMPLOYEES}?${query}`, who.headers);
  expectDocumented(answer, 'get', EMPLOYEES);
  return answer;
};
const names = async (query: string) =>
  (await list(query)).json.results.map((person: any) => person.first_name) as string[];
const retrieve = (id: string, query: string, who = tenant) =>
  harness.get(`${EMPLOYEES}/${id}?${query}`, who.headers);

describe('the roster as of a day', () => {
  it('is what was known at that day’s end, in the account’s time zone', async () => {
    expect(await names('as_of=2026-02-09')).toEqual([]);
    expect(await names('as_of=2026-02-10')).toEqual(['Ada', 'Bob', 'Cyd']);
    expect(await names('as_of=2026-02-11')).toEqual(['Augusta', 'Bob']);
    expect(await names('as_of=2026-02-12')).toEqual(['Augusta', 'Bob']);
    expect(await names('as_of=2026-02-13')).toEqual(['Augusta', 'Bob', 'Cyd', 'Dee']);
    const today = await today_();
    expect(await names(`as_of=${today}`)).toEqual(await names(''));
  });

  it('ends its days where the account is', async () => {
    const zone = (time_zone: string) =>
      sql`update linked_accounts set time_zone = ${time_zone} where id = ${tenant.linkedAccountId}`.execute(
        harness.context.db,
      );
    // 15:00 UTC on the tenth is already the eleventh there.
    await zone('Pacific/Auckland');
    expect(await names('as_of=2026-02-10')).toEqual([]);
    expect(await names('as_of=2026-02-11')).toEqual(['Ada', 'Bob', 'Cyd']);
    await zone('America/New_York');
  });

  it('shows whom it had as deleted where that is asked for', async () => {
    expect(await names('as_of=2026-02-11&include_deleted_data=true')).toEqual(['Augusta', 'Bob', 'Cyd']);
    const deleted = await retrieve(ids['cyd']!, 'as_of=2026-02-12');
    expect(deleted.json.remote_was_deleted).toBe(true);
    expect((await retrieve(ids['cyd']!, 'as_of=2026-02-13')).json.remote_was_deleted).toBe(false);
  });

  it.each([
    ['first_name=Ada', ['Ada'], []],
    ['first_name=Augusta', [], ['Augusta']],
    ['employment_status=ACTIVE', ['Ada', 'Bob'], ['Bob', 'Dee']],
    ['employment_status=INACTIVE', [], ['Augusta']],
    ['work_email=ada@ACME.example', ['Ada'], []],
    ['manager_id=boss', ['Ada'], []],
    ['work_location_id=office', ['Ada'], []],
    ['work_location_id=annex', [], ['Augusta']],
    ['groups=office', ['Ada'], []],
    ['started_after=2026-02-01&started_before=2026-02-02', ['Ada'], []],
    ['terminated_after=2026-01-01', [], []],
    ['modified_after=2026-02-11', [], ['Augusta', 'Cyd', 'Dee']],
    ['created_before=2026-02-11', ['Ada', 'Bob', 'Cyd'], ['Augusta', 'Bob', 'Cyd']],
    ['remote_id=none', [], []],
    ['company_id=company', [], []],
  ] as const)('is filtered by %s as it was then', async (filter, first, fourth) => {
    const query = filter.replace(/=(boss|office|annex|company)$/, (_all, name: string) => `=${ids[name]!}`);
    expect(await names(`as_of=2026-02-10&${query}`)).toEqual(first);
    expect(await names(`as_of=2026-02-13&${query}`)).toEqual(fourth);
  });

  it('pages forth and back', async () => {
    for (const extra of ['', '&expand=work_location']) {
      const first = (await list(`as_of=2026-02-10&page_size=2${extra}`)).json;
      const second = (await list(`as_of=2026-02-10&page_size=2${extra}&cursor=${first.next}`)).json;
      const back = (await list(`as_of=2026-02-10&page_size=2${extra}&cursor=${second.previous}`)).json;
      const shown = [first, second, back].map((page) => page.results.map((one: any) => one.first_name));
      expect(shown).toEqual([['Ada', 'Bob'], ['Cyd'], ['Ada', 'Bob']]);
      expect(second.next).toBeNull();
      const elsewhere = await harness.get(
        `${EMPLOYEES}?page_size=2${extra}&cursor=${first.next}`,
        tenant.headers,
      );
      expectProblem(elsewhere, 400, 'cursor_invalid', '/cursor');
    }
  });

  it('gives relations and the source’s words as of then', async () => {
    const query = 'as_of=2026-02-10&expand=work_location,employments&show_enum_origins=gender';
    const then = await retrieve(ids['ada']!, query);
    expectDocumented(then, 'get', `${EMPLOYEES}/{id}`);
    expect(then.json).toMatchObject({
      first_name: 'Ada',
      gender: 'then',
      ssn: null,
      work_location: { name: 'office then' },
      employments: [{ job_title: 'Analyst' }],
      modified_at: DAY_ONE,
    });
    expect((await retrieve(ids['ada']!, query.replace('02-10', '02-11'))).json.employments).toMatchObject([
      { job_title: 'Director' },
    ]);
  });

  it('holds for employments, in either order', async () => {
    const path = '/api/hris/v1/employments';
    const titles = async (query: string) => {
      const answer = await harness.get(`${path}?employee_id=${ids['ada']!}&${query}`, tenant.headers);
      expectDocumented(answer, 'get', path);
      return answer.json.results.map((one: any) => one.job_title);
    };
    for (const order of ['effective_date', '-effective_date']) {
      expect(await titles(`as_of=2026-02-10&order_by=${order}`)).toEqual(['Analyst']);
      expect(await titles(`as_of=2026-02-11&order_by=${order}`)).toEqual(['Director']);
    }
    const one = await harness.get(`${path}/${ids['job']!}?as_of=2026-02-10&expand=employee`, tenant.headers);
    expect(one.json).toMatchObject({ job_title: 'Analyst', employee: { first_name: 'Ada' } });
  });
});

async function today_(): Promise<string> {
  const { rows } = await sql<{
    day: string;
  }>`select (now() at time zone 'America/New_York')::date::text as day`.execute(harness.context.db);
  return rows[0]!.day;
}

describe('as of a day, what can’t be answered is refused', () => {
  it('who was not known yet, and who is somebody else’s', async () => {
    expectProblem(await retrieve(ids['dee']!, 'as_of=2026-02-12'), 404, 'not_found');
    expectProblem(await retrieve(ids['ada']!, 'as_of=2026-02-09'), 404, 'not_found');
    expectProblem(await retrieve(ids['ada']!, 'as_of=2026-02-10', stranger), 404, 'not_found');
    expect((await list('as_of=2026-02-10', stranger)).json.results).toEqual([]);
  });

  it('days that are none, and days to come', async () => {
    for (const junk of [
      '2026-02-30',
      'yesterday',
      '2026-2-1',
      '02/10/2026',
      '2026-02-10T00:00:00Z',
      '0000-01-01',
    ]) {
      expectProblem(
        await harness.get(`${EMPLOYEES}?as_of=${encodeURIComponent(junk)}`, tenant.headers),
        400,
        'as_of_invalid',
        '/as_of',
      );
    }
    expectProblem(await retrieve(ids['ada']!, 'as_of=9999-12-31'), 400, 'as_of_in_future', '/as_of');
  });

  it('a state that was over before states were kept', async () => {
    const { context } = harness;
    const early = await createTenant(harness);
    const { linkedAccountId } = early;
    const id = await insertRecord(context, 'employees', {
      linkedAccountId,
      createdAt: DAY_ONE,
      modifiedAt: DAY_FOUR,
      body: { first_name: 'Eve' },
      columns: { sequence: 3 },
    });
    await insertVersion(context, {
      table: 'employees',
      model: 'employee',
      linkedAccountId,
      id,
      createdAt: DAY_ONE,
      sequence: 2,
      validFrom: DAY_TWO,
      validTo: DAY_FOUR,
      body: { first_name: 'Eva' },
    });
    expect((await list('as_of=2026-02-10', early)).json.results).toEqual([]);
    expect((await list('as_of=2026-02-11', early)).json.results).toMatchObject([{ first_name: 'Eva' }]);
  });

  it('what nobody keeps of former days', async () => {
    for (const [query, name] of [
      ['job_title=Analyst', 'job_title'],
      ['employment_type=FULL_TIME', 'employment_type'],
      ['include_remote_data=true', 'include_remote_data'],
      ['include_sensitive_fields=true', 'include_sensitive_fields'],
    ] as const) {
      const answer = await harness.get(`${EMPLOYEES}?as_of=2026-02-10&${query}`, tenant.headers);
      expectProblem(answer, 400, 'as_of_not_possible', `/${name}`);
    }
  });
});
