import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRecord, insertRun } from './records.ts';
import { insertVersion } from './versions.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
// In this order, whatever the second of their making.
const [ada, job, otherJob] = [newId(), newId(), newId()].sort() as [string, string, string];
const [firstRun, secondRun] = [newId(), newId()];

const CREATED = '2026-02-10T15:00:00.000001Z';
const RENAMED = '2026-02-11T15:00:00.000002Z';
const ENDED = '2026-02-13T05:00:00Z';

beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
  const { context } = harness;
  const { linkedAccountId } = tenant;
  await insertRun(context, tenant, {
    id: firstRun,
    state: 'succeeded',
    queued_at: CREATED,
    finished_at: CREATED,
  });
  await insertRecord(context, 'employees', {
    linkedAccountId,
    id: ada,
    createdAt: CREATED,
    modifiedAt: ENDED,
    isDeleted: true,
    body: { first_name: 'Augusta', employments: [job] },
    columns: { sequence: 3 },
  });
  const person = { linkedAccountId, table: 'employees', model: 'employee', id: ada, createdAt: CREATED };
  await insertVersion(context, {
    ...person,
    sequence: 1,
    validFrom: CREATED,
    validTo: RENAMED,
    body: { first_name: 'Ada', ssn: '12' },
    changes: [
      { field: 'first_name', before: 'Ada', after: 'Augusta' },
      { field: 'groups', before: [], after: ['g'] },
    ],
    syncRunId: secondRun,
  });
  await insertVersion(context, {
    ...person,
    sequence: 2,
    validFrom: RENAMED,
    validTo: ENDED,
    body: { first_name: 'Augusta' },
    changes: [{ field: 'employment_status', before: 'ACTIVE', after: 'INACTIVE' }],
  });
  await insertRecord(context, 'employments', {
    linkedAccountId,
    id: job,
    createdAt: CREATED,
    modifiedAt: RENAMED,
    body: { employee: ada, pay_rate: 7, effective_date: '2026-03-01T00:00:00Z' },
    columns: { employee_id: ada, sequence: 2 },
  });
  await insertVersion(context, {
    linkedAccountId,
    table: 'employments',
    model: 'employment',
    id: job,
    createdAt: CREATED,
    sequence: 1,
    validFrom: CREATED,
    validTo: RENAMED,
    body: { employee: ada, pay_rate: 6, effective_date: '2026-01-01T00:00:00Z' },
    changes: [{ field: 'pay_rate', before: 6, after: 7 }],
    effectiveDate: '2026-03-01',
    syncRunId: secondRun,
  });
  await insertRecord(context, 'employments', {
    linkedAccountId,
    id: otherJob,
    body: { employee: newId() },
    columns: { employee_id: newId() },
  });
});
afterAll(() => harness[Symbol.asyncDispose]());

const PATH = '/api/hris/v1/employees/{id}/history';
const ask = (query = '', who = tenant, id = ada, base = '/api/hris/v1') =>
  harness.get(`${base}/employees/${id}/history?${query}`, who.headers);
const entry = (model: 'employee' | 'employment', first_seen: string, more: object) => ({
  model,
  record_id: model === 'employee' ? ada : job,
  field: null,
  before: null,
  after: null,
  effective_date: null,
  first_seen,
  sync_run_id: null,
  ...more,
});
const HISTORY = [
  entry('employee', '2026-02-13T05:00:00.000000Z', {
    field: 'employment_status',
    before: 'ACTIVE',
    after: 'INACTIVE',
  }),
  entry('employment', RENAMED, {
    field: 'pay_rate',
    before: 6,
    after: 7,
    effective_date: '2026-03-01',
    sync_run_id: secondRun,
  }),
  entry('employee', RENAMED, {
    field: 'first_name',
    before: 'Ada',
    after: 'Augusta',
    sync_run_id: secondRun,
  }),
  entry('employee', RENAMED, { field: 'groups', before: [], after: ['g'], sync_run_id: secondRun }),
  entry('employment', CREATED, { effective_date: '2026-01-01', sync_run_id: firstRun }),
  entry('employee', CREATED, { sync_run_id: firstRun }),
];

it('tells every change of a person and its employments, newest first, under both base paths', async () => {
  const answer = await ask();
  expectDocumented(answer, 'get', PATH);
  expect(answer.json).toEqual({ next: null, previous: null, results: HISTORY });
  expect((await ask('', tenant, ada, '/hris/v1')).json).toEqual(answer.json);
  expect(answer.text).not.toContain('ssn');
});

it('pages forth and back without losing or repeating an entry of one moment', async () => {
  const seen: unknown[] = [];
  const pages: { next: string | null; previous: string | null; results: unknown[] }[] = [];
  let cursor = '';
  for (let page = 0; page < 6; page += 1) {
    const { json } = await ask(`page_size=1${cursor}`);
    pages.push(json);
    seen.push(...json.results);
    cursor = `&cursor=${json.next}`;
  }
  expect(seen).toEqual(HISTORY);
  expect(pages.at(-1)!.next).toBeNull();
  const back = await ask(`page_size=1&cursor=${pages.at(-1)!.previous}`);
  expect(back.json.results).toEqual(pages.at(-2)!.results);
  const backToStart = await ask(`page_size=4&cursor=${pages[4]!.previous}`);
  expect(backToStart.json.results).toEqual(HISTORY.slice(0, 4));
  expectProblem(await ask(`field=pay_rate&cursor=${pages[0]!.next}`), 400, 'cursor_invalid', '/cursor');
});

it('tells one field alone where that is asked for', async () => {
  expect((await ask('field=pay_rate')).json.results).toEqual([HISTORY[1]]);
  expect((await ask('field=ssn')).json.results).toEqual([]);
});

it('knows nothing of people of others, and of what is no person', async () => {
  for (const [id, who] of [
    [ada, stranger],
    [newId(), tenant],
    [job, tenant],
    ['junk', tenant],
  ] as const)
    expectProblem(await ask('', who, id), 404, 'not_found');
  expectProblem(
    await harness.get(`/api/hris/v1/employees/${ada}/history`, {
      authorization: tenant.headers.authorization,
    }),
    401,
    'account_token_missing',
  );
  expectProblem(await ask('page_size=none'), 400, 'invalid_value', '/page_size');
});
