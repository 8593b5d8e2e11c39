import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Employee, TimeOff, TimesheetEntry } from '../../../src/hris/model/index.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRecord } from './records.ts';

const BASE = '/api/hris/v1';

let harness: Harness;
let tenant: Tenant;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const get = (path: string) => harness.get(`${BASE}${path}`, tenant.headers);
const post = (path: string, payload: object) =>
  harness.send({ method: 'POST', url: `${BASE}${path}`, payload, headers: tenant.headers });

describe.each([
  ['employees', Employee, { first_name: 'Ann', start_date: '2026-11-10T00:00:00.000Z' }],
  ['time-off', TimeOff, { amount: 8, units: 'HOURS', employee: null }],
  ['timesheet-entries', TimesheetEntry, { hours_worked: 8 }],
])('writing %s', (path, model, fields) => {
  it('comes to the envelope with the error, every field null, and to no row', async () => {
    const answer = await post(`/${path}`, { model: fields });
    expectDocumented(answer, 'post', `${BASE}/${path}`);
    expect(answer.status).toBe(200);
    const names = Object.keys(model.properties);
    expect(answer.json.model).toEqual(Object.fromEntries(names.map((name) => [name, null])));
    expect(answer.json.errors).toMatchObject([
      { problem_type: 'DISABLED_MODEL_WRITE', source: { pointer: '/model' } },
    ]);
    expect(answer.json).toMatchObject({ warnings: [], logs: null });
    expect((await get(`/${path}`)).json.results).toEqual([]);
  });

  it('shows its logs where they are asked for, and waits for nothing', async () => {
    const answer = await post(`/${path}?is_debug_mode=true&run_async=true`, { model: fields });
    expect(answer.json).toMatchObject({ logs: [], errors: [{ problem_type: 'DISABLED_MODEL_WRITE' }] });
  });

  it('is refused for a body of another shape', async () => {
    expectProblem(await post(`/${path}`, fields), 400, 'field_missing', '/model');
    expectProblem(await post(`/${path}`, { model: 'Ann' }), 400, 'invalid_value', '/model');
    expectProblem(
      await post(`/${path}?run_async=perhaps`, { model: {} }),
      400,
      'invalid_value',
      '/run_async',
    );
  });

  it('is said to be impossible, with the shape that it would have', async () => {
    const answer = await get(`/${path}/meta/post`);
    expectDocumented(answer, 'get', `${BASE}/${path}/meta/post`);
    expect(answer.json.status).toEqual({ linked_account_status: 'COMPLETE', can_make_request: false });
    expect(Object.keys(answer.json.request_schema.properties.model.properties)).toEqual(
      expect.arrayContaining(Object.keys(fields)),
    );
  });
});

describe('a model that no source gives', () => {
  it('says so in its header and its sync status, and refuses any cursor', async () => {
    const answer = await get('/bank-info?expand=employee&order_by=-remote_created_at');
    expect(answer.json).toEqual({ next: null, previous: null, results: [] });
    expect(answer.headers['muster-sync-status']).toBe('DISABLED');
    const statuses = (await get('/sync-status?page_size=100')).json.results as Record<string, unknown>[];
    const disabled = statuses.filter((one) => one['status'] === 'DISABLED').map((one) => one['model_name']);
    const never = ['BankInfo', 'Benefit', 'Dependent', 'EmployerBenefit', 'TimesheetEntry'];
    expect(disabled).toEqual(expect.arrayContaining(never));
    const { next } = (await get('/sync-status?page_size=1')).json;
    for (const cursor of ['forged', next]) {
      expectProblem(await get(`/benefits?cursor=${cursor}`), 400, 'cursor_invalid', '/cursor');
    }
  });
});

describe('what can be done with an account', () => {
  it('is reading, of the models that its way in gives', async () => {
    const answer = await get('/available-actions');
    expectDocumented(answer, 'get', `${BASE}/available-actions`);
    expect(answer.json).toMatchObject({ integration: { slug: 'justworks' }, passthrough_available: false });
    const operations = answer.json.available_model_operations as Record<string, unknown>[];
    expect(operations.map((one) => one['model_name'])).toEqual(
      expect.arrayContaining(['Employee', 'Employment', 'Location']),
    );
    expect(operations.map((one) => one['model_name'])).not.toContain('BankInfo');
    expect(operations.find((one) => one['model_name'] === 'Company')).toMatchObject({
      supported_fields: ['legal_name', 'display_name', 'eins'],
      required_post_parameters: [],
    });
    expect(operations.every((one) => String(one['available_operations']) === 'FETCH')).toBe(true);
  });
});

describe('the types of groups', () => {
  it("are those of all the organization's accounts, in our words or the sources'", async () => {
    const { linkedAccountId } = tenant;
    const { context } = harness;
    const type = (word: string) => ({ body: { type: word }, columns: { type: word } });
    const enumOrigins = { type: 'Dept.' };
    await insertRecord(context, 'groups', { linkedAccountId, ...type('DEPARTMENT'), enumOrigins });
    await insertRecord(context, 'groups', { linkedAccountId, ...type('DEPARTMENT'), enumOrigins });
    await insertRecord(context, 'groups', { linkedAccountId, ...type('COST_CENTER'), isDeleted: true });
    const stranger = await createTenant(harness);
    await insertRecord(context, 'groups', { ...type('TEAM'), linkedAccountId: stranger.linkedAccountId });
    const headers = { authorization: tenant.headers.authorization };
    const types = async (query: string) =>
      (await harness.get(`${BASE}/groups/types${query}`, headers)).json.types;
    expect(await types('')).toEqual(['DEPARTMENT']);
    expect(await types('?include_deleted_data=true')).toEqual(['COST_CENTER', 'DEPARTMENT']);
    expect(await types('?show_enum_origins=type')).toEqual(['Dept.']);
  });

  it('show the group above under expand', async () => {
    const { linkedAccountId } = tenant;
    const above = await insertRecord(harness.context, 'groups', { linkedAccountId, body: { name: 'Above' } });
    const below = await insertRecord(harness.context, 'groups', {
      linkedAccountId,
      body: { parent_group: above },
    });
    expect((await get(`/groups/${below}`)).json.parent_group).toBe(above);
    const expanded = await get(`/groups/${below}?expand=parent_group`);
    expectDocumented(expanded, 'get', `${BASE}/groups/{id}`);
    expect(expanded.json.parent_group).toMatchObject({ id: above, name: 'Above' });
  });
});

describe('an account token that was lost', () => {
  const ask = (id: string, by: Tenant = tenant) =>
    harness.send({
      method: 'POST',
      url: `/api/v1/linked-accounts/${id}/account-token`,
      headers: { authorization: by.headers.authorization },
    });

  it('is replaced by one that works, while the former one does for a while', async () => {
    const mine = await createTenant(harness);
    const answer = await ask(mine.linkedAccountId, mine);
    expectDocumented(answer, 'post', '/api/v1/linked-accounts/{id}/account-token');
    expect(answer.status).toBe(201);
    const details = (token: string) =>
      harness.get(`${BASE}/account-details`, { ...mine.headers, 'x-account-token': token });
    expect((await details(answer.json.account_token)).json.id).toBe(mine.linkedAccountId);
    expect((await details(mine.accountToken)).status).toBe(200);
    expectProblem(await ask(mine.linkedAccountId), 404, 'not_found');
    expectProblem(await ask('nonsense', mine), 404, 'not_found');
  });
});
