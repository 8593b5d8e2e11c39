import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { createApiKey } from '../../../src/auth/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectDocumented,
  expectProblem,
  type Answer,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRecord } from './records.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
/** Of the tenant, with a key that may only read. */
let reader: Tenant['headers'];

beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
  const { key } = await createApiKey(harness.context.db, {
    organizationId: tenant.organizationId,
    name: 'reader',
    environment: 'live',
    roles: ['read'],
  });
  reader = { ...tenant.headers, authorization: `Bearer ${key}` };
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  const { db } = harness.context;
  await sql`
    truncate field_mappings, field_targets, employees, sync_runs, sync_requests, audit_events cascade`.execute(
    db,
  );
});

const MAPPINGS = '/api/hris/v1/field-mappings';
const ONE = `${MAPPINGS}/{field_mapping_id}`;
const REMOTE_FIELDS = '/api/hris/v1/remote-fields';
const TARGET_FIELDS = '/api/hris/v1/target-fields';

const SHIRT = {
  target_field_name: 'shirt_size',
  target_field_description: 'For the welcome parcel.',
  remote_field_traversal_path: ['profile', 'shirt'],
  remote_method: 'GET',
  remote_url_path: '/v1/members',
  common_model_name: 'Employee',
};

const send = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
  by = tenant.headers,
) => harness.send({ method, url, headers: by, ...(payload && { payload }) });
const create = (some: object = {}, by = tenant.headers) => send('POST', MAPPINGS, { ...SHIRT, ...some }, by);

async function addEmployee(data: unknown, linkedAccountId = tenant.linkedAccountId): Promise<void> {
  const remoteData = [{ path: '/v1/members', data }];
  await insertRecord(harness.context, 'employees', { linkedAccountId, remoteData });
}

/** Another account of the same organization. */
async function addSibling(): Promise<Tenant['headers']> {
  const originId = `sibling-${newId()}`;
  const { accountToken } = await createLinkedAccount(harness.context, tenant.organizationId, originId);
  return { ...tenant.headers, 'x-account-token': accountToken };
}

async function account() {
  return await harness.context.db
    .selectFrom('linked_accounts')
    .select(['field_mappings_version', 'source_hash'])
    .where('id', '=', tenant.linkedAccountId)
    .executeTakeFirstOrThrow();
}

const openRuns = () =>
  harness.context.db.selectFrom('sync_runs').select(['linked_account_id', 'state', 'trigger']).execute();
const auditTypes = async () =>
  (await harness.context.db.selectFrom('audit_events').select('event_type').orderBy('id').execute()).map(
    (event) => event.event_type,
  );

describe('POST /field-mappings', () => {
  test('maps a field, and has everything read anew in the same transaction', async () => {
    await addEmployee({ profile: { shirt: 'XL' } });
    await sql`update linked_accounts set source_hash = 'old' where id = ${tenant.linkedAccountId}`.execute(
      harness.context.db,
    );
    const { field_mappings_version: version } = await account();
    const answer = await create({ jmes_path: 'lower(@)' });
    expectDocumented(answer, 'post', MAPPINGS);
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      model: {
        id: expect.any(String),
        is_integration_wide: false,
        target_field: {
          name: 'shirt_size',
          description: 'For the welcome parcel.',
          is_organization_wide: false,
        },
        remote_field: {
          remote_key_name: 'shirt',
          schema: { type: 'string' },
          remote_endpoint_info: {
            method: 'GET',
            url_path: '/v1/members',
            field_traversal_path: ['profile', 'shirt'],
          },
        },
        jmes_path: 'lower(@)',
      },
      warnings: [],
      errors: [],
      logs: null,
    });
    expect(await account()).toEqual({ field_mappings_version: version + 1, source_hash: null });
    expect(await openRuns()).toEqual([
      { linked_account_id: tenant.linkedAccountId, state: 'queued', trigger: 'request' },
    ]);
    expect(await auditTypes()).toEqual(['CREATED_LINKED_ACCOUNT_FIELD_MAPPING']);
  });

  test.each([
    ['an expression that is none', { jmes_path: 'a b' }, 'jmes_path_invalid', '/jmes_path'],
    ['an expression that costs too much', { jmes_path: '$' }, 'jmes_path_refused', '/jmes_path'],
    ['another method', { remote_method: 'POST' }, 'remote_method_unknown', '/remote_method'],
    [
      'no path and no expression',
      { remote_field_traversal_path: [] },
      'traversal_path_empty',
      '/remote_field_traversal_path',
    ],
    ['a model of nobody', { common_model_name: 'Person' }, 'invalid_value', '/common_model_name'],
    [
      'a model without records',
      { common_model_name: 'Benefit' },
      'common_model_unreadable',
      '/common_model_name',
    ],
    ['a name that is none', { target_field_name: '' }, 'invalid_value', '/target_field_name'],
    ['a long expression', { jmes_path: 'a'.repeat(1001) }, 'invalid_value', '/jmes_path'],
  ])('refuses %s, and changes nothing', async (_name, some, code, pointer) => {
    const before = await account();
    expectProblem(await create(some), 400, code, pointer);
    expect(await account()).toEqual(before);
    expect(await openRuns()).toEqual([]);
    expect(await auditTypes()).toEqual([]);
  });

  test('maps a target once; the organization’s targets are one name for all of its accounts', async () => {
    await create({ is_organization_wide: true });
    expectProblem(await create(), 409, 'target_field_mapped', '/target_field_name');
    const sibling = await addSibling();
    const other = await create({ target_field_description: 'Another text.' }, sibling);
    expect(other.json.model.target_field).toEqual({
      name: 'shirt_size',
      description: 'For the welcome parcel.',
      is_organization_wide: true,
    });
    const strangers = await create({}, stranger.headers);
    expect(strangers.json.model.target_field.is_organization_wide).toBe(false);
  });

  test('says what is doubtful about a mapping that it takes', async () => {
    await addEmployee({ profile: { shirt: 7 } });
    const failing = await create({ jmes_path: 'lower(@)' });
    expectDocumented(failing, 'post', MAPPINGS);
    expect(failing.json.warnings).toMatchObject([
      { problem_type: 'expression_fails', source: { pointer: '/jmes_path' } },
    ]);
    const unseen = await create({ target_field_name: 'other', remote_url_path: '/v1/nowhere' });
    expect(unseen.json.warnings).toMatchObject([{ problem_type: 'remote_field_not_seen' }]);
  });

  test('takes a hundred for an account, and no more', async () => {
    const { json } = await create();
    await sql`
      with targets as (
        insert into field_targets (id, organization_id, linked_account_id, model, name, description)
        select gen_random_uuid(), ${tenant.organizationId}, ${tenant.linkedAccountId}, 'employee', 'more ' || n, ''
          from generate_series(1, 99) n returning id)
      insert into field_mappings (id, linked_account_id, target_id, model, remote_method, remote_url_path, traversal_path)
      select gen_random_uuid(), ${tenant.linkedAccountId}, id, 'employee', 'GET', '/v1/members', '["a"]' from targets`.execute(
      harness.context.db,
    );
    expectProblem(await create({ target_field_name: 'one more' }), 409, 'field_mappings_full');
    await send('DELETE', `${MAPPINGS}/${json.model.id}`);
    expect((await create({ target_field_name: 'one more' })).status).toBe(201);
  });
});

describe('GET /field-mappings', () => {
  test('lists the account’s own by model, with or without what the records tell of them', async () => {
    await addEmployee({ profile: { shirt: 'XL' } });
    const { json: created } = await create();
    await create({ target_field_name: 'theirs' }, stranger.headers);
    const list = await send('GET', MAPPINGS);
    expectDocumented(list, 'get', MAPPINGS);
    expect(list.json.Employee).toEqual([created.model]);
    expect(Object.values(list.json).flat()).toHaveLength(1);
    expect(Object.keys(list.json)).toHaveLength(16);
    const bare = await send('GET', `${MAPPINGS}?exclude_remote_field_metadata=true`);
    expectDocumented(bare, 'get', MAPPINGS);
    expect(bare.json.Employee[0].remote_field).toEqual({
      ...created.model.remote_field,
      remote_key_name: null,
      schema: null,
    });
  });
});

describe('PATCH and DELETE /field-mappings/{id}', () => {
  const change = (id: string, body: object, by = tenant.headers) =>
    send('PATCH', `${MAPPINGS}/${id}?remote_data_iteration_count=10`, body, by);
  const idOf = (answer: Answer): string => answer.json.model.id;

  test('take the value from elsewhere, and have everything read anew', async () => {
    const created = await create({ jmes_path: 'lower(@)' });
    const { field_mappings_version: version } = await account();
    const changed = await change(idOf(created), { remote_field_traversal_path: ['tags', 0], jmes_path: '' });
    expectDocumented(changed, 'patch', ONE);
    expect(changed.json.model).toMatchObject({
      id: idOf(created),
      jmes_path: null,
      remote_field: {
        remote_endpoint_info: { url_path: '/v1/members', field_traversal_path: ['tags', '0'] },
      },
    });
    expect((await account()).field_mappings_version).toBe(version + 1);
    expect(await auditTypes()).toEqual([
      'CREATED_LINKED_ACCOUNT_FIELD_MAPPING',
      'CHANGED_LINKED_ACCOUNT_FIELD_MAPPING',
    ]);
  });

  test('refuse what the result would not be taken for', async () => {
    const id = idOf(await create());
    expectProblem(await change(id, { jmes_path: 'a[' }), 400, 'jmes_path_invalid', '/jmes_path');
    expectProblem(
      await change(id, { common_model_name: 'Employment' }),
      400,
      'common_model_fixed',
      '/common_model_name',
    );
    expect((await change(id, { common_model_name: 'Employee' })).status).toBe(200);
    expectProblem(
      await change(id, { remote_field_traversal_path: [] }),
      400,
      'traversal_path_empty',
      '/remote_field_traversal_path',
    );
  });

  test('delete a mapping, and its target where no other names it', async () => {
    const shared = await create({ is_organization_wide: true });
    const sibling = await addSibling();
    await create({}, sibling);
    const deleted = await send('DELETE', `${MAPPINGS}/${idOf(shared)}`);
    expectDocumented(deleted, 'delete', ONE);
    expect(deleted.json).toEqual(shared.json);
    const targets = await send('GET', TARGET_FIELDS);
    expectDocumented(targets, 'get', TARGET_FIELDS);
    expect(targets.json.Employee).toEqual([
      { name: 'shirt_size', description: 'For the welcome parcel.', is_mapped: 'false' },
    ]);
    const own = await create({ target_field_name: 'own' });
    expect((await send('GET', TARGET_FIELDS)).json.Employee[0]).toMatchObject({
      name: 'own',
      is_mapped: 'true',
    });
    await send('DELETE', `${MAPPINGS}/${idOf(own)}`);
    expect((await send('GET', TARGET_FIELDS)).json.Employee).toHaveLength(1);
    expectProblem(await send('DELETE', `${MAPPINGS}/${idOf(own)}`), 404, 'not_found');
  });

  test('answer 404 for what is somebody else’s, unknown or no id', async () => {
    const id = idOf(await create());
    const sibling = await addSibling();
    for (const [path, by] of [
      [id, stranger.headers],
      [id, sibling],
      [newId(), tenant.headers],
      ['nonsense', tenant.headers],
    ] as const) {
      expectProblem(await change(path, { jmes_path: 'a' }, by), 404, 'not_found');
      expectProblem(await send('DELETE', `${MAPPINGS}/${path}`, undefined, by), 404, 'not_found');
    }
    expect((await send('GET', MAPPINGS)).json.Employee).toHaveLength(1);
  });
});

describe('GET /remote-fields', () => {
  test('tells fields of the account’s own records, and no values', async () => {
    await addEmployee({ profile: { shirt: 'XL', note: null }, tags: [1] });
    await addEmployee({ profile: { shirt: null } });
    await addEmployee({ secret: 'theirs' }, stranger.linkedAccountId);
    const answer = await send('GET', REMOTE_FIELDS);
    expectDocumented(answer, 'get', REMOTE_FIELDS);
    const field = (path: string[], schema: object, coverage: number) => ({
      schema,
      remote_key_name: path.at(-1),
      remote_endpoint_info: { method: 'GET', url_path: '/v1/members', field_traversal_path: path },
      example_values: null,
      advanced_metadata: null,
      coverage,
    });
    expect(
      answer.json.Employee.toSorted((a: any, b: any) => (a.remote_key_name < b.remote_key_name ? -1 : 1)),
    ).toEqual([
      field(['profile', 'note'], {}, 0),
      field(['profile', 'shirt'], { type: 'string' }, 0.5),
      field(['tags'], { type: 'array' }, 0.5),
    ]);
    expect(answer.text).not.toContain('XL');
    const others = await send('GET', `${REMOTE_FIELDS}?common_models=Employment,Company`);
    expect(Object.values(others.json).flat()).toEqual([]);
    expectProblem(
      await send('GET', `${REMOTE_FIELDS}?common_models=Person`),
      400,
      'invalid_value',
      '/common_models/0',
    );
  });

  test('gives example values to a key with the role alone, and the audit trail tells of it', async () => {
    await addEmployee({ profile: { shirt: 'XL' } });
    const path = `${REMOTE_FIELDS}?include_example_values=true`;
    const refused = await send('GET', path, undefined, reader);
    expectProblem(refused, 403, 'role_missing');
    expect(refused.text).not.toContain('XL');
    expect(await auditTypes()).toEqual([]);
    const answer = await send('GET', path);
    expectDocumented(answer, 'get', REMOTE_FIELDS);
    expect(answer.json.Employee[0].example_values).toEqual(['XL']);
    expect(await auditTypes()).toEqual(['READ_SENSITIVE_FIELDS']);
  });

  test('tells nothing while what is stored is being brought in line with narrower scopes', async () => {
    await addEmployee({ profile: { shirt: 'XL' } });
    const setVersions = (version: number) =>
      sql`update linked_accounts set scopes_version = ${version} where id = ${tenant.linkedAccountId}`.execute(
        harness.context.db,
      );
    await setVersions(1);
    expect((await send('GET', `${REMOTE_FIELDS}?include_example_values=true`)).text).not.toContain('XL');
    await setVersions(0);
    expect((await send('GET', REMOTE_FIELDS)).json.Employee).toHaveLength(1);
  });
});

test('a read key lists mappings and changes none', async () => {
  const { json } = await create();
  expect((await send('GET', MAPPINGS, undefined, reader)).status).toBe(200);
  expectProblem(await create({ target_field_name: 'x' }, reader), 403, 'role_missing');
  const path = `${MAPPINGS}/${json.model.id}`;
  expectProblem(await send('PATCH', path, { jmes_path: 'a' }, reader), 403, 'role_missing');
  expectProblem(await send('DELETE', path, undefined, reader), 403, 'role_missing');
});

test('records show mapped values as documented', async () => {
  const field_mappings = {
    organization_defined_targets: { seat: { value: null } },
    linked_account_defined_targets: { shirt_size: { value: { sizes: ['XL'] } } },
  };
  const { linkedAccountId } = tenant;
  await insertRecord(harness.context, 'employees', { linkedAccountId, body: { field_mappings } });
  const list = await send('GET', '/api/hris/v1/employees');
  expectDocumented(list, 'get', '/api/hris/v1/employees');
  expect(list.json.results[0].field_mappings).toEqual(field_mappings);
});

test('two accounts that ask for the same target of the organization at once share one', async () => {
  const siblings = await Promise.all([addSibling(), addSibling(), addSibling()]);
  const answers = await Promise.all(
    siblings.flatMap((by) => [1, 2].map(() => create({ is_organization_wide: true }, by))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
  const targets = await harness.context.db.selectFrom('field_targets').select('id').execute();
  expect(targets).toHaveLength(1);
});
