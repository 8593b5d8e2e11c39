import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOpenApi } from '../../../src/http/openapi.ts';
import { CONTRACT_ROWS, CONTRACT_WORDS, NATIVE_ROWS, type ContractRow } from './contract/endpoints.ts';
import { CONTRACT_ENUMS, CONTRACT_MODELS } from './contract/models.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  type Answer,
  type Harness,
  type Tenant,
} from './harness.ts';

const BASES = ['/api/hris/v1', '/hris/v1'];
const document = (await buildOpenApi()) as any;

let harness: Harness;
let tenant: Tenant;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

/** The path as the document spells it: parameters may have other names. */
function documentedPath(path: string): string | undefined {
  const shape = (text: string) => text.replaceAll(/\{\w+\}/g, '{}');
  return Object.keys(document.paths).find((one) => shape(one) === shape(`/api/hris/v1${path}`));
}

const operationOf = ({ method, path }: ContractRow) =>
  document.paths[documentedPath(path) ?? '']?.[method.toLowerCase()];

const NOBODY = randomUUID();
const toUrl = (path: string, base = BASES[0]!) => base + path.replaceAll(/\{\w+\}/g, NOBODY);

/** The least that a POST or PATCH takes. */
const BODIES: Record<string, object> = {
  '/employees': { model: { first_name: 'Ann', date_of_birth: '1990-11-10T00:00:00.000Z' } },
  '/time-off': { model: { amount: 3, units: 'HOURS', start_time: '2026-11-10T00:00:00.000Z' } },
  '/timesheet-entries': { model: { hours_worked: 8 } },
  '/employees/ignore/{model_id}': { reason: 'GDPR' },
  '/link-token': { end_user_origin_id: 'contract-row' },
  '/generate-key': { name: 'a key of the contract' },
  '/regenerate-key': { name: 'nobody has this name' },
  '/webhook-receivers': { event: 'Employee.added', is_active: true },
  '/passthrough': { method: 'GET', path: '/members' },
  '/async-passthrough': { method: 'GET', path: '/members' },
  '/linked-account-scopes': { common_models: [] },
  '/field-mappings': {
    target_field_name: 'shirt',
    target_field_description: 'Size of the shirt',
    remote_field_traversal_path: ['Shirt'],
    remote_method: 'GET',
    remote_url_path: '/reports/employee_census',
    common_model_name: 'Employee',
  },
};

/** Where a good request comes to something else than 200. */
const STATUSES: Record<string, number> = {
  'POST /delete-account': 204,
  'POST /employees/ignore/{model_id}': 404,
  'POST /regenerate-key': 404,
  'POST /webhook-receivers': 201,
  'POST /field-mappings': 201,
  // Only where the employer has consented to the source's own API.
  'POST /passthrough': 403,
  'POST /async-passthrough': 403,
};

function expectedStatus({ method, path }: ContractRow): number {
  return STATUSES[`${method} ${path}`] ?? (path.includes('{') ? 404 : 200);
}

function toRequest({ method, path }: ContractRow, change: Partial<InjectOptions> = {}): InjectOptions {
  const payload = method === 'GET' ? {} : { payload: BODIES[path] ?? {} };
  return { method, url: toUrl(path), headers: { ...tenant.headers }, ...payload, ...change };
}

const send = (row: ContractRow, change: Partial<InjectOptions> = {}): Promise<Answer> =>
  harness.send(toRequest(row, change));

// What ends the account comes last.
const ROWS = CONTRACT_ROWS.toSorted(
  (a, b) => Number(a.path === '/delete-account') - Number(b.path === '/delete-account'),
).map((row) => ({ ...row, title: `${row.method} ${row.path}` }));

it('knows every row of the contract', () => {
  expect(CONTRACT_ROWS).toHaveLength(68);
});

describe.each(ROWS)('$title', (row) => {
  it('stands in the document with every parameter', () => {
    const operation = operationOf(row);
    expect(operation, 'an operation').toBeDefined();
    const names = (operation.parameters ?? [])
      .filter((one: { in: string }) => one.in === 'query')
      .map((one: { name: string }) => one.name);
    expect(names).toEqual(expect.arrayContaining(row.query));
  });

  it('answers 401 without a key, and without the account token where it needs one, at both addresses', async () => {
    for (const base of BASES) {
      const stranger = await send(row, { url: toUrl(row.path, base), headers: {} });
      expect(stranger.status, base).toBe(401);
      if (!row.needsAccountToken) continue;
      const headers = { authorization: tenant.headers.authorization };
      expect((await send(row, { url: toUrl(row.path, base), headers })).status, base).toBe(401);
    }
  });

  it('answers as documented, whatever else a client sends along', async () => {
    const url = `${toUrl(row.path)}?nonsense=1&nonsense=2`;
    const body = row.method === 'GET' ? {} : { payload: { ...BODIES[row.path], nonsense: { deep: [1] } } };
    const headers = row.needsAccountToken
      ? tenant.headers
      : { ...tenant.headers, 'x-account-token': 'of another account' };
    const answer = await send(row, { url, headers, ...body });
    expect(answer.status, answer.text).toBe(expectedStatus(row));
    if (answer.status === 204) expect(answer.text).toBe('');
    else if (answer.status < 300) expectDocumented(answer, row.method, documentedPath(row.path)!);
    else expect(answer.json.errors[0]).toHaveProperty('problem_type');
  });
});

describe('our own resources and the older addresses', () => {
  it.each(NATIVE_ROWS)('have $method $path, for whoever has a key', async ({ method, path }) => {
    expect(document.paths[path]?.[method.toLowerCase()]).toBeDefined();
    const url = path.replaceAll(/\{\w+\}/g, NOBODY);
    const stranger = await harness.send({ method: method, url });
    expect(stranger.status).toBe(401);
    expect(stranger.json.errors[0].problem_type).toBe('authorization_missing');
  });
});

describe('a parameter that takes words', () => {
  beforeAll(async () => {
    tenant = await createTenant(harness);
  });

  it.each(CONTRACT_WORDS.map((one) => ({ ...one, title: `${one.path} ${one.parameter}` })))(
    'of GET $title takes each of them and no other',
    async ({ path, parameter, words }) => {
      const ask = (value: string) =>
        harness.get(`${toUrl(path)}?${parameter}=${encodeURIComponent(value)}`, tenant.headers);
      const good = path.includes('{') ? 404 : 200;
      const operation = document.paths[documentedPath(path)!].get;
      const isList =
        operation.parameters.find((one: { name: string }) => one.name === parameter)?.schema.type === 'array';
      for (const word of words) expect((await ask(word)).status, word).toBe(good);
      if (isList) expect((await ask(words.join(','))).status).toBe(good);
      const bad = await ask('NONSENSE');
      expect(bad.status).toBe(400);
      expect(bad.json.errors[0]).toMatchObject({ problem_type: 'invalid_value' });
    },
  );
});

describe('a body field that takes words', () => {
  it.each([
    ['/link-token', { end_user_origin_id: 'words', language: 'fr' }, '/language'],
    ['/link-token', { end_user_origin_id: 'words', categories: ['payroll'] }, '/categories/0'],
    ['/employees/ignore/{model_id}', { reason: 'BOREDOM' }, '/reason'],
    ['/passthrough', { method: 'TELEPORT', path: '/members' }, '/method'],
    ['/passthrough', { method: 'GET', path: '/members', request_format: 'YAML' }, '/request_format'],
  ])('of POST %s takes no other than %j', async (path, payload, pointer) => {
    const answer = await harness.send({
      method: 'POST',
      url: toUrl(path),
      headers: tenant.headers,
      payload,
    });
    expect({ status: answer.status, errors: answer.json.errors }).toMatchObject({
      status: 400,
      errors: [{ problem_type: 'invalid_value', source: { pointer } }],
    });
  });
});

/** Documented in docs/deviations.md: unknown is null. */
const MAY_BE_NULL = new Set([
  'AuditLogEvent.ip_address',
  'AccountDetailsAndActions.completed_at',
  'AccountDetailsAndActions.end_user_email_address',
  'AccountDetailsAndActions.end_user_organization_name',
  'AccountDetailsAndActions.webhook_listener_url',
]);

const bodyOf = (path: string) =>
  document.paths[documentedPath(path)!].post.requestBody.content['application/json'].schema.properties;
const { schemas: components } = document.components;
const objectOf = (schema: any) => schema.anyOf?.find((one: any) => one.type === 'object') ?? schema;
const itemsOf = (schema: any) => (schema.anyOf?.find((one: any) => one.type === 'array') ?? schema).items;

/** Models that stand where they are used, and not among the document's components. */
const PLACES: Record<string, () => any> = {
  Earning: () => itemsOf(components.EmployeePayrollRun.properties.earnings),
  Deduction: () => itemsOf(components.EmployeePayrollRun.properties.deductions),
  Tax: () => itemsOf(components.EmployeePayrollRun.properties.taxes),
  RemoteData: () => itemsOf(components.Employee.properties.remote_data),
  IndividualCommonModelScopeDeserializer: () => components.IndividualCommonModelScope,
  ModelPermissionDeserializer: () =>
    components.IndividualCommonModelScope.properties.model_permissions.properties.READ,
  FieldPermissionDeserializer: () =>
    objectOf(components.IndividualCommonModelScope.properties.field_permissions),
  FieldMappingApiInstanceTargetField: () => components.FieldMappingApiInstance.properties.target_field,
  FieldMappingApiInstanceRemoteField: () => components.FieldMappingApiInstance.properties.remote_field,
  FieldMappingApiInstanceRemoteFieldRemoteEndpointInfo: () => components.RemoteEndpointInfo,
  EmployeeRequest: () => bodyOf('/employees').model,
  TimeOffRequest: () => bodyOf('/time-off').model,
  TimesheetEntryRequest: () => bodyOf('/timesheet-entries').model,
  IgnoreCommonModelRequest: () => ({ properties: bodyOf('/employees/ignore/{model_id}') }),
  DataPassthroughRequest: () => ({ properties: bodyOf('/passthrough') }),
  MultipartFormFieldRequest: () => itemsOf(bodyOf('/passthrough').multipart_form_data),
  CommonModelScopesBodyRequest: () => itemsOf(bodyOf('/link-token').common_models),
};
const schemaOf = (name: string) => components[name] ?? PLACES[name]?.();

describe('a model', () => {
  it.each(CONTRACT_MODELS)('$name has exactly the fields of the contract', ({ name, fields, required }) => {
    const schema = schemaOf(name);
    expect(schema, name).toBeDefined();
    expect(Object.keys(schema.properties).sort()).toEqual(fields);
    // What may be sent may be less than what is answered.
    if (name.endsWith('Request')) return;
    const nullable = required.filter((field) => isNullable(schema.properties[field]));
    expect(nullable.filter((field) => !MAY_BE_NULL.has(`${name}.${field}`))).toEqual([]);
  });

  it.each(CONTRACT_ENUMS)('names the words of $field', ({ field, words }) => {
    const [model, name] = field.split('.') as [string, string];
    const text = JSON.stringify(schemaOf(model).properties[name]);
    const told = /One of ([^"]*?), or the source/.exec(text)?.[1]?.split(', ');
    expect(told?.toSorted()).toEqual(words.toSorted());
  });
});

function isNullable(schema: { anyOf?: { type?: string }[]; type?: string | string[] }): boolean {
  const { anyOf = [], type } = schema;
  return [type].flat().includes('null') || anyOf.some((one) => one.type === 'null');
}
