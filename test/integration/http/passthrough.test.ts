import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { createApiKey } from '../../../src/auth/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import type { OutboundRequest } from '../../../src/lib/outbound-http.ts';
import { carryOutPassthrough } from '../../../src/passthrough/index.ts';
import { createScriptedSite, type ScriptedSite } from '../../support/justworks/scripted-site.ts';
import { json } from '../../support/justworks/scripted-api.ts';
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

const PASSTHROUGH = '/api/hris/v1/passthrough';
const ASYNC = '/api/hris/v1/async-passthrough';
const RECEIPT = `${ASYNC}/{async_passthrough_receipt_id}`;
const COMPANY = { method: 'GET', path: '/v1/company' };

let harness: Harness;
/** Linked by `service_account`. */
let tenant: Tenant;
/** Another account of the tenant, linked by `oauth`. */
let headers: Tenant['headers'];
let linkedAccountId: string;
let source: ScriptedSite;

beforeAll(async () => {
  harness = await createHarness({
    MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: 'client',
    MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: 'secret',
  });
  harness.context.outbound = {
    ...harness.context.outbound,
    request: (request: OutboundRequest) => source.request(request),
  };
  tenant = await createTenant(harness);
  ({ headers, linkedAccountId } = await addOauthAccount(tenant));
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  source = createScriptedSite().on('GET /v1/company', json({ id: 'c1' }));
  await sql`truncate passthrough_receipts, audit_events`.execute(harness.context.db);
});

async function addOauthAccount({ organizationId, key }: Tenant) {
  const { db, vault } = harness.context;
  const account = await createLinkedAccount(harness.context, organizationId, `oauth-${newId()}`, {
    connection_method: 'oauth',
  });
  const owner = { linkedAccountId: account.linkedAccountId };
  const sealed = await vault.seal(db, owner, 'oauth_grant.access_token', 'the access token');
  await sql`
    insert into oauth_grants (id, linked_account_id, state, sealed_access_token, access_issued_at, access_expires_at, scopes,
           due_at, created_at)
    values (${newId()}, ${account.linkedAccountId}, 'active', ${sealed}, now(), now() + interval '100 years', '{}',
            now() + interval '100 years', now())`.execute(db);
  return {
    linkedAccountId: account.linkedAccountId,
    headers: { authorization: `Bearer ${key}`, 'x-account-token': account.accountToken },
  };
}

const post = (url: string, payload: object, by = headers) =>
  harness.send({ method: 'POST', url, headers: by, payload });
const fetchLater = (receipt: string, by = headers) => harness.get(`${ASYNC}/${receipt}`, by);
const receiptOf = (answer: Answer): string => answer.json.async_passthrough_receipt_id;
const auditCount = async () =>
  (await harness.context.db.selectFrom('audit_events').select('id').execute()).length;

test('both ways answer as documented, and leave a line in the audit trail', async () => {
  const direct = await post(PASSTHROUGH, COMPANY);
  expectDocumented(direct, 'post', PASSTHROUGH);
  expect(direct.json).toMatchObject({ status: 200, response: { id: 'c1' }, response_type: 'JSON' });
  const started = await post(ASYNC, COMPANY);
  expectDocumented(started, 'post', ASYNC);
  const pending = await fetchLater(receiptOf(started));
  expectDocumented(pending, 'get', RECEIPT);
  expect([pending.status, pending.json]).toEqual([202, 'PENDING']);
  await carryOutPassthrough(harness.context, { linkedAccountId, receiptId: receiptOf(started) });
  const later = await fetchLater(receiptOf(started));
  expectDocumented(later, 'get', RECEIPT);
  expect(later.json).toEqual(direct.json);
  expect(await auditCount()).toBe(2);
  expect(JSON.stringify(harness.logLines) + direct.text + later.text).not.toContain('the access token');
});

test('an answer without JSON is documented too', async () => {
  source.on('GET /v1/company', { status: 404, body: '<html></html>' });
  const answer = await post(PASSTHROUGH, COMPANY);
  expectDocumented(answer, 'post', PASSTHROUGH);
  expect(answer.json).toMatchObject({ status: 404, response: null, response_type: null });
});

test('a job that runs twice asks once for an answer that is there', async () => {
  const receiptId = receiptOf(await post(ASYNC, COMPANY));
  await carryOutPassthrough(harness.context, { linkedAccountId, receiptId });
  await carryOutPassthrough(harness.context, { linkedAccountId, receiptId });
  expect(source.requests).toHaveLength(1);
  await carryOutPassthrough(harness.context, { linkedAccountId, receiptId: newId() });
  expect(source.requests).toHaveLength(1);
});

describe.each([PASSTHROUGH, ASYNC])('%s refuses before the source is asked', (url) => {
  test.each([
    [{ ...COMPANY, method: 'POST' }, 403, 'passthrough_method_refused', '/method'],
    [{ ...COMPANY, method: 'FETCH' }, 400, 'invalid_value', '/method'],
    [{ ...COMPANY, path: '/v1/members/m1/tax-id' }, 403, 'passthrough_path_refused', '/path'],
    [{ ...COMPANY, path: '/v1/../oauth/token' }, 400, 'passthrough_path_invalid', '/path'],
    [
      { ...COMPANY, base_url_override: 'https://else.where' },
      400,
      'base_url_override_refused',
      '/base_url_override',
    ],
    [{ ...COMPANY, data: '{}' }, 400, 'passthrough_body_refused', '/data'],
    [
      { ...COMPANY, multipart_form_data: [{ name: 'a', data: 'b' }] },
      400,
      'passthrough_body_refused',
      '/data',
    ],
    [{ ...COMPANY, headers: { 'accept-language': 7 } }, 400, 'passthrough_header_invalid', '/headers'],
    [{ path: '/v1/company' }, 400, 'field_missing', '/method'],
  ])('%j', async (body, status, code, pointer) => {
    expectProblem(await post(url, body), status, code, pointer);
    expect([source.requests, await auditCount()]).toEqual([[], 0]);
  });

  test('an account without a grant, saying why', async () => {
    const refused = await post(url, COMPANY, tenant.headers);
    expectProblem(refused, 403, 'passthrough_unavailable');
    expect(refused.json.detail).toContain('service_account');
  });

  test('a key without the role', async () => {
    const { key } = await createApiKey(harness.context.db, {
      organizationId: tenant.organizationId,
      name: `reader-${newId()}`,
      environment: 'live',
      roles: ['read', 'sensitive', 'administer'],
    });
    const reader = { ...headers, authorization: `Bearer ${key}` };
    expectProblem(await post(url, COMPANY, reader), 403, 'role_missing');
    const receipt = receiptOf(await post(ASYNC, COMPANY));
    expectProblem(await fetchLater(receipt, reader), 403, 'role_missing');
  });

  test('an account whose scopes are narrower than what the path shows', async () => {
    const setScopes = (scopes: object | null) =>
      sql`update linked_accounts set scopes = ${scopes && JSON.stringify(scopes)} where id = ${linkedAccountId}`.execute(
        harness.context.db,
      );
    const { rows } = await sql<{ scopes: unknown }>`
      select scopes from linked_accounts where id = ${linkedAccountId}`.execute(harness.context.db);
    expect(rows).toEqual([{ scopes: null }]);
    await setScopes({ Company: ['legal_name', 'display_name'] });
    expectProblem(await post(url, COMPANY), 403, 'passthrough_scopes_narrower', '/path');
    await setScopes(null);
    expect(source.requests).toEqual([]);
    expect((await post(url, COMPANY)).status).toBe(200);
  });
});

test('a receipt is of one account alone', async () => {
  const receipt = receiptOf(await post(ASYNC, COMPANY));
  const stranger = await createTenant(harness);
  for (const [id, by] of [
    [receipt, stranger.headers],
    [receipt, tenant.headers],
    [newId(), headers],
    ['nonsense', headers],
  ] as const)
    expectProblem(await fetchLater(id, by), 404, 'not_found');
});

test('a hundred requests of an account wait, and no more', async () => {
  await post(ASYNC, COMPANY);
  await sql`
    insert into passthrough_receipts (id, organization_id, linked_account_id, sealed_request, created_at, expires_at)
    select gen_random_uuid(), organization_id, linked_account_id, sealed_request, created_at, expires_at
      from passthrough_receipts cross join generate_series(1, 99)`.execute(harness.context.db);
  expectProblem(await post(ASYNC, COMPANY), 429, 'passthrough_queue_full');
});

test('the actions of an account say whether anything is passed through', async () => {
  const availableTo = async (by: Tenant['headers']) =>
    (await harness.get('/api/hris/v1/available-actions', by)).json.passthrough_available as boolean;
  expect([await availableTo(headers), await availableTo(tenant.headers)]).toEqual([true, false]);
});
