import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY_ROLES, createApiKey, type ApiKeyRole } from '../../../src/auth/index.ts';
import { addAuthentication } from '../../../src/http/plugins/authentication.ts';
import { buildOpenApi } from '../../../src/http/openapi.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

/** Every route that is no plain reading. A new one is missing here until somebody has said who may call it. */
const NEEDED: Record<string, ApiKeyRole> = {
  'GET /api/hris/v1/account-token/{public_token}': 'operate',
  'GET /api/integrations/account-token/{public_token}': 'operate',
  'GET /api/hris/v1/audit-trail': 'administer',
  'GET /api/v1/audit-trail': 'administer',
  'GET /api/v1/api-keys': 'administer',
  'GET /api/v1/api-keys/{id}': 'administer',
  'GET /api/v1/connector-overrides': 'administer',
  'GET /api/v1/held-messages': 'administer',
  'GET /api/v1/held-messages/{id}': 'administer',
  'POST /api/v1/webhook-endpoints/{id}/enable': 'operate',
  'POST /api/v1/webhook-endpoints/{id}/rotate-secret': 'operate',
  'POST /api/hris/v1/async-passthrough': 'operate',
  'GET /api/hris/v1/async-passthrough/{async_passthrough_receipt_id}': 'operate',
  'POST /api/hris/v1/passthrough': 'operate',
  'POST /api/hris/v1/account-token/regenerate': 'operate',
  'POST /api/hris/v1/delete-account': 'administer',
  'POST /api/hris/v1/employees': 'operate',
  'POST /api/hris/v1/employees/ignore/{model_id}': 'administer',
  'POST /api/hris/v1/field-mappings': 'operate',
  'PATCH /api/hris/v1/field-mappings/{field_mapping_id}': 'operate',
  'DELETE /api/hris/v1/field-mappings/{field_mapping_id}': 'operate',
  'POST /api/hris/v1/generate-key': 'administer',
  'POST /api/hris/v1/link-token': 'operate',
  'POST /api/hris/v1/linked-account-scopes': 'administer',
  'POST /api/hris/v1/regenerate-key': 'administer',
  'POST /api/hris/v1/sync-status/resync': 'operate',
  'POST /api/hris/v1/time-off': 'operate',
  'POST /api/hris/v1/timesheet-entries': 'operate',
  'POST /api/hris/v1/webhook-receivers': 'operate',
  'POST /api/integrations/account-token/{public_token}': 'operate',
  'POST /api/integrations/create-link-token': 'operate',
  'POST /api/v1/api-keys': 'administer',
  'PATCH /api/v1/api-keys/{id}': 'administer',
  'DELETE /api/v1/api-keys/{id}': 'administer',
  'POST /api/v1/api-keys/{id}/rotate': 'administer',
  'POST /api/v1/connector-overrides': 'administer',
  'DELETE /api/v1/connector-overrides/{id}': 'administer',
  'POST /api/v1/deliveries/{id}/redeliver': 'operate',
  'POST /api/v1/held-messages/{id}/approve': 'administer',
  'POST /api/v1/held-messages/{id}/discard': 'administer',
  'PATCH /api/v1/issues/{id}': 'operate',
  'POST /api/v1/issues/{id}/resolve': 'operate',
  'PATCH /api/v1/linked-accounts/{id}': 'operate',
  'DELETE /api/v1/linked-accounts/{id}': 'administer',
  'POST /api/v1/linked-accounts/{id}/account-token': 'operate',
  'POST /api/v1/linked-accounts/{id}/disconnect': 'operate',
  'POST /api/v1/linked-accounts/{id}/employer-link': 'administer',
  'DELETE /api/v1/linked-accounts/{id}/employer-links': 'operate',
  'POST /api/v1/linked-accounts/{id}/pause': 'operate',
  'POST /api/v1/linked-accounts/{id}/replace-service-account': 'operate',
  'POST /api/v1/linked-accounts/{id}/resume': 'operate',
  'POST /api/v1/linked-accounts/{id}/sync': 'operate',
  'PATCH /api/v1/organization': 'administer',
  'POST /api/v1/sync-runs/{id}/discard': 'operate',
  'POST /api/v1/sync-runs/{id}/release': 'operate',
  'POST /api/v1/webhook-endpoints': 'operate',
  'POST /api/v1/webhook-endpoints/{id}/replay': 'operate',
  'PATCH /api/v1/webhook-endpoints/{id}': 'operate',
  'DELETE /api/v1/webhook-endpoints/{id}': 'operate',
  'POST /api/v1/webhook-endpoints/{id}/test': 'operate',
};

interface Operation {
  security?: Record<string, unknown>[];
}
const document = (await buildOpenApi()) as { paths: Record<string, Record<string, Operation>> };
const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations)
    .filter(([, { security = [] }]) => security.some((scheme) => 'api_key' in scheme))
    .map(([method, { security = [] }]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const hasToken = security.some((scheme) => 'account_token' in scheme);
      return { name, method: method.toUpperCase(), path, hasToken };
    }),
);

let harness: Harness;
let tenant: Tenant;
const keys = {} as Record<ApiKeyRole, string>;
beforeAll(async () => {
  harness = await createHarness({ MUSTER_OVERRIDES_BY_API: 'true' });
  tenant = await createTenant(harness);
  for (const role of API_KEY_ROLES) keys[role] = await keyWith([role]);
});
afterAll(() => harness[Symbol.asyncDispose]());

async function keyWith(roles: ApiKeyRole[]): Promise<string> {
  const { organizationId } = tenant;
  const name = `only ${roles.join()} ${newId()}`;
  return (await createApiKey(harness.context.db, { organizationId, name, environment: 'live', roles })).key;
}

const neededFor = ({ name, method }: (typeof routes)[number]) =>
  NEEDED[name] ?? (method === 'GET' ? 'read' : undefined);

describe('each role alone', () => {
  it('is told for every route that changes something', () => {
    expect(routes.filter((route) => neededFor(route) === undefined).map(({ name }) => name)).toEqual([]);
    const known = new Set(routes.map(({ name }) => name));
    expect(Object.keys(NEEDED).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(routes)('opens $name where it is the one, and nothing else', async (route) => {
    const needed = neededFor(route);
    // An account of its own: some routes erase it.
    const { accountToken } = await createLinkedAccount(harness.context, tenant.organizationId, newId());
    const call = (role: ApiKeyRole) =>
      harness.send({
        method: route.method,
        url: route.path.replace(/\{[^}]*\}/g, () => newId()),
        headers: {
          authorization: `Bearer ${keys[role]}`,
          ...(route.hasToken && { 'x-account-token': accountToken }),
        },
        ...(route.method !== 'GET' && { payload: {} }),
      });
    for (const role of API_KEY_ROLES.filter((other) => other !== needed)) {
      const answer = await call(role);
      expectProblem(answer, 403, 'role_missing');
      expect(answer.json.detail).toContain(`\`${needed}\``);
    }
    const answer = await call(needed!);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain('role_missing');
    expect(answer.status).not.toBe(401);
  });
});

describe('a sensitive field', () => {
  const read = (key: string, url: string) =>
    harness.get(url, { ...tenant.headers, authorization: `Bearer ${key}` });

  it('is refused to a key without the role before the record is looked for', async () => {
    for (const path of ['/hris/v1/employees', '/api/hris/v1/employees', `/hris/v1/employees/${newId()}`]) {
      for (const yes of ['true', 'True', '1'])
        expectProblem(await read(keys.read, `${path}?include_sensitive_fields=${yes}`), 403, 'role_missing');
    }
    const both = await keyWith(['read', 'sensitive']);
    expect((await read(both, '/hris/v1/employees?include_sensitive_fields=true')).status).toBe(200);
    expect((await read(keys.read, '/hris/v1/employees?include_sensitive_fields=false')).status).toBe(200);
    expectProblem(
      await read(both, `/hris/v1/employees/${newId()}?include_sensitive_fields=true`),
      404,
      'not_found',
    );
  });
});

it('a route that changes something and names no role fails the start', async () => {
  for (const access of ['organization', 'linked_account'] as const) {
    const app = Fastify();
    addAuthentication(app, harness.context, {});
    expect(() => app.post('/new', { config: { access } }, () => null)).toThrow(/POST \/new .*role/);
    await app.close();
  }
});
