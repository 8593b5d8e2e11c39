import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiKey } from '../../../src/auth/index.ts';
import { DEFAULT_SCOPES } from '../../../src/hris/scopes.ts';
import { newId } from '../../../src/lib/ids.ts';
import { rewriteScopes } from '../../../src/sync/index.ts';
import { placeEvents } from '../../support/placed-events.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRecord, insertSsn } from './records.ts';
import { insertVersion } from './versions.ts';

let harness: Harness;
let tenant: Tenant;

beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await createTenant(harness);
});

const PATH = '/api/hris/v1/linked-account-scopes';

const get = (url: string) => harness.get(url, tenant.headers);
const post = (payload: unknown, headers: Record<string, string> = tenant.headers) =>
  harness.send({ method: 'POST', url: PATH, headers, payload: payload as object });
function insertEmployee(body: Record<string, unknown>): Promise<string> {
  const { first_name = null, work_email = null } = body;
  const columns = { first_name, work_email };
  return insertRecord(harness.context, 'employees', {
    linkedAccountId: tenant.linkedAccountId,
    body,
    columns,
  });
}
const model = (answer: { json: any }, name: string) =>
  answer.json.common_models.find((one: { model_name: string }) => one.model_name === name);

describe('GET default-scopes', () => {
  it('gives what accounts get that are linked from now on', async () => {
    const url = '/api/hris/v1/default-scopes';
    const answer = await harness.get(url, { authorization: `Bearer ${tenant.key}` });
    expectDocumented(answer, 'GET', url);
    expect(model(answer, 'Employee').field_permissions.disabled_fields).toEqual(['ssn']);
    const change = async (scopes: unknown) =>
      harness.send({
        method: 'PATCH',
        url: '/api/v1/organization',
        headers: { authorization: `Bearer ${tenant.key}` },
        payload: { defaults: { scopes } },
      });
    const changed = await change([
      { model_name: 'TimeOff', model_permissions: { READ: { is_enabled: false } } },
    ]);
    expectDocumented(changed, 'PATCH', '/api/v1/organization');
    const narrowed = await harness.get(url, { authorization: `Bearer ${tenant.key}` });
    expect(model(narrowed, 'TimeOff').model_permissions.READ.is_enabled).toBe(false);
    const other = await createTenant(harness);
    const untouched = await harness.get(url, { authorization: `Bearer ${other.key}` });
    expect(model(untouched, 'TimeOff').model_permissions.READ.is_enabled).toBe(true);
    expectProblem(
      await change([{ model_name: 'Payslip' }]),
      400,
      'scope_model_unknown',
      '/defaults/scopes/0',
    );
    expect((await change(null)).status).toBe(200);
    expect((await harness.get(url, { authorization: `Bearer ${tenant.key}` })).json).toEqual(untouched.json);
    expectProblem(await harness.get(url), 401, 'authorization_missing');
  });
});

describe('linked-account-scopes', () => {
  it('gives the account’s own', async () => {
    const answer = await get(PATH);
    expectDocumented(answer, 'GET', PATH);
    expect(model(answer, 'Employee').field_permissions.disabled_fields).toEqual(['ssn']);
    expectProblem(
      await harness.get(PATH, { authorization: `Bearer ${tenant.key}` }),
      401,
      'account_token_missing',
    );
  });

  it('are narrowed at once, in records that still hold more', async () => {
    const id = await insertEmployee({ first_name: 'Ada', gender: 'FEMALE', work_email: 'ada@corp.example' });
    const narrowed = await post({
      common_models: [
        { model_name: 'hris.Employee', field_permissions: { disabled_fields: ['first_name', 'work_email'] } },
        {
          model_name: 'Location',
          model_permissions: { READ: { is_enabled: false }, WRITE: { is_enabled: true } },
        },
      ],
    });
    expectDocumented(narrowed, 'POST', PATH);
    expect(model(narrowed, 'Employee').field_permissions.disabled_fields).toEqual([
      'first_name',
      'work_email',
      'ssn',
    ]);
    expect(model(narrowed, 'Location').model_permissions).toEqual({
      READ: { is_enabled: false },
      WRITE: { is_enabled: false },
    });
    expect((await get(PATH)).json).toEqual(narrowed.json);

    const shown = await get(`/api/hris/v1/employees/${id}`);
    expect(shown.json).toMatchObject({ first_name: null, work_email: null, gender: 'FEMALE' });
    expect((await get('/api/hris/v1/employees')).json.results).toMatchObject([
      { first_name: null, gender: 'FEMALE' },
    ]);
    for (const filter of ['first_name=Ada', 'work_email=ada@corp.example'])
      expect((await get(`/api/hris/v1/employees?${filter}`)).json.results).toEqual([]);
    expect((await get('/api/hris/v1/locations')).json.results).toEqual([]);

    await rewriteScopes(harness.context, tenant);
    expect((await get(`/api/hris/v1/employees/${id}`)).json).toEqual(shown.json);
    expect((await get('/api/hris/v1/employees?first_name=Ada')).json.results).toEqual([]);
    const { rows } = await sql<{ held: boolean }>`
      select body::text like '%Ada%' as held from employees where id = ${id}`.execute(harness.context.db);
    expect(rows).toEqual([{ held: false }]);
  });

  it('keep what is narrowed out of the history and the feed, before it is rewritten and after', async () => {
    const { context } = harness;
    const { linkedAccountId, organizationId } = tenant;
    const createdAt = '2026-11-20T10:00:00.000001Z';
    const id = await insertEmployee({ first_name: 'Ada', last_name: 'Byron' });
    const changes = [
      { field: 'first_name', before: 'Augusta', after: 'Ada' },
      { field: 'last_name', before: 'King', after: 'Byron' },
    ];
    await insertVersion(context, {
      linkedAccountId,
      table: 'employees',
      model: 'employee',
      id,
      createdAt,
      sequence: 0,
      validFrom: createdAt,
      validTo: '2026-11-21T10:00:00Z',
      body: { first_name: 'Augusta', last_name: 'King' },
      changes,
    });
    const events = { 'employee.updated': { changes }, 'employee.started': { effective_date: '2026-11-20' } };
    for (const [type, data] of Object.entries(events)) {
      await sql`
        insert into outbox_events (id, organization_id, linked_account_id, type, record_id, record_sequence, data, occurred_at)
        values (${newId()}, ${organizationId}, ${linkedAccountId}, ${type}, ${id}, 1, ${JSON.stringify(data)}, now())`.execute(
        context.db,
      );
    }
    await placeEvents(context.db, organizationId);
    const read = async () => ({
      history: (await get(`/api/hris/v1/employees/${id}/history`)).text,
      feed: (await harness.get('/api/v1/changes', { authorization: `Bearer ${tenant.key}` })).text,
    });
    const before = await read();
    for (const text of Object.values(before)) expect(text).toMatch(/Augusta.*King|King.*Augusta/);
    expect(before.feed).toContain('2026-11-20"');

    await post({
      common_models: [
        { model_name: 'Employee', field_permissions: { disabled_fields: ['first_name', 'start_date'] } },
      ],
    });
    const pending = await read();
    await rewriteScopes(context, tenant);
    const after = await read();
    for (const texts of [pending, after]) {
      for (const text of Object.values(texts)) {
        expect(text).not.toMatch(/Augusta|"Ada"/);
        expect(text).toContain('King');
      }
      expect(texts.feed).not.toContain('2026-11-20"');
    }
  });

  it('are not widened without the admin', async () => {
    await post({
      common_models: [{ model_name: 'Company', field_permissions: { disabled_fields: ['eins'] } }],
    });
    const before = (await get(PATH)).json;
    for (const wish of [
      { model_name: 'Company', field_permissions: { enabled_fields: ['eins'] } },
      { model_name: 'Employee', field_permissions: { enabled_fields: ['ssn'] } },
      { model_name: 'BankInfo', model_permissions: { READ: { is_enabled: true } } },
    ]) {
      expectProblem(await post({ common_models: [wish] }), 409, 'consent_needed', '/common_models');
    }
    // Nothing of a request that asks for more is done.
    const both = [
      { model_name: 'Team', model_permissions: { READ: { is_enabled: false } } },
      { model_name: 'Company', field_permissions: { enabled_fields: ['eins'] } },
    ];
    expectProblem(await post({ common_models: both }), 409, 'consent_needed', '/common_models');
    expect((await get(PATH)).json).toEqual(before);
  });

  it.each([
    [{ common_models: [{ model_name: 'Payslip' }] }, 'scope_model_unknown', '/common_models/0'],
    [
      {
        common_models: [
          { model_name: 'Team' },
          { model_name: 'Employee', field_permissions: { disabled_fields: ['shoe'] } },
        ],
      },
      'scope_field_unknown',
      '/common_models/1',
    ],
    [
      {
        common_models: [
          { model_name: 'Employee', field_permissions: { disabled_fields: ['employment_status'] } },
        ],
      },
      'scope_field_needed',
      '/common_models/0',
    ],
  ])('refuse %j', async (payload, code, pointer) => {
    expectProblem(await post(payload), 400, code, pointer);
  });

  it('are changed by who may administer, and that is written down', async () => {
    const roles = ['read', 'sensitive', 'operate'] as const;
    const { organizationId, headers } = tenant;
    const { key } = await createApiKey(harness.context.db, {
      organizationId,
      name: 'r',
      environment: 'live',
      roles,
    });
    const wish = {
      common_models: [{ model_name: 'Team', model_permissions: { READ: { is_enabled: false } } }],
    };
    const refused = await post(wish, { ...headers, authorization: `Bearer ${key}` });
    expectProblem(refused, 403, 'role_missing');
    await post(wish);
    await post(wish);
    const { rows } = await sql`
      select event_type, actor_id, description from audit_events
       where linked_account_id = ${tenant.linkedAccountId}`.execute(harness.context.db);
    expect(rows).toEqual([
      { event_type: 'CHANGED_SCOPES', actor_id: tenant.apiKeyId, description: 'No longer read: Team.' },
    ]);
  });
});

describe('a Social Security number', () => {
  const NUMBER = '900-12-3456';

  it('is given to who asks for it by name, alone and where the person is expanded', async () => {
    const id = await insertEmployee({ first_name: 'Ada', custom_fields: { id: 'x', ssn: null } });
    await insertSsn(harness.context, { ...tenant, id }, NUMBER);
    const asked = 'include_sensitive_fields=true';
    expect((await get(`/api/hris/v1/employees/${id}`)).json.ssn).toBeNull();
    const shown = await get(`/api/hris/v1/employees/${id}?${asked}`);
    expectDocumented(shown, 'GET', '/api/hris/v1/employees/{id}');
    expect(shown.json).toMatchObject({ ssn: NUMBER, custom_fields: { id: 'x', ssn: null } });
    expect((await get(`/api/hris/v1/employees?${asked}`)).json.results).toMatchObject([{ ssn: NUMBER }]);
    const managed = await insertEmployee({ first_name: 'Ben', manager: id });
    const expanded = await get(`/api/hris/v1/employees/${managed}?${asked}&expand=manager`);
    expect(expanded.json).toMatchObject({ ssn: null, manager: { first_name: 'Ada', ssn: NUMBER } });
  });

  it('is gone with the scope, at once', async () => {
    const id = await insertEmployee({ first_name: 'Ada' });
    await insertSsn(harness.context, { ...tenant, id }, NUMBER);
    await sql`update linked_accounts set scopes = ${JSON.stringify({ ...DEFAULT_SCOPES, Employee: [...DEFAULT_SCOPES.Employee!, 'ssn'] })}
               where id = ${tenant.linkedAccountId}`.execute(harness.context.db);
    await post({
      common_models: [{ model_name: 'Employee', field_permissions: { disabled_fields: ['ssn'] } }],
    });
    const url = `/api/hris/v1/employees/${id}?include_sensitive_fields=true`;
    expect((await get(url)).json.ssn).toBeNull();
    await rewriteScopes(harness.context, tenant);
    expect((await get(url)).json.ssn).toBeNull();
    expect(
      (await sql`select from sealed_fields where record_id = ${id}`.execute(harness.context.db)).rows,
    ).toEqual([]);
  });
});
