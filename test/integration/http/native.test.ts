import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIssue, resolveIssues } from '../../../src/accounts/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const ENDPOINTS = '/api/v1/webhook-endpoints';
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const call = (method: Method, url: string, payload?: object, who: Tenant = tenant) =>
  harness.send({ method, url, headers: who.headers, ...(payload && { payload }) });
const create = async (who = tenant) =>
  (await call('POST', ENDPOINTS, { url: 'https://partner.example/hooks', event_filter: ['employee.*'] }, who))
    .json;

describe('capabilities', () => {
  const path = (integration: string) => `/api/v1/integrations/${integration}/capabilities`;

  it('tell for each way in what must be granted', async () => {
    const answer = await call('GET', path('justworks'));
    expectDocumented(answer, 'get', path('{integration}'));
    expect(answer.json.results).toContainEqual(
      expect.objectContaining({
        connection_method: 'service_account',
        capability: 'company_settings',
        permissions: ['Edit company settings'],
        is_required: true,
        feeds: ['company', 'location', 'group', 'team'],
      }),
    );
  });

  it('are nobody else’s to read, and unknown of an unknown integration', async () => {
    expectProblem(
      await harness.send({ method: 'GET', url: path('justworks') }),
      401,
      'authorization_missing',
    );
    expectProblem(await call('GET', path('elsewhere')), 404, 'not_found');
  });
});

describe('webhook endpoints', () => {
  it('are created, listed, retrieved, changed and deleted; the secret is shown once', async () => {
    const created = await call('POST', ENDPOINTS, {
      url: 'https://partner.example/hooks',
      description: 'main',
      more: 1,
    });
    expectDocumented(created, 'post', ENDPOINTS);
    expect([created.status, created.json.secret.startsWith('whsec_')]).toEqual([201, true]);
    const { id } = created.json;
    const page = await call('GET', ENDPOINTS);
    expectDocumented(page, 'get', ENDPOINTS);
    expect(page.json.results.map((endpoint: any) => endpoint.id)).toEqual([id]);
    const one = await call('GET', `${ENDPOINTS}/${id}`);
    expectDocumented(one, 'get', `${ENDPOINTS}/{id}`);
    expect(one.json).toMatchObject({
      url: 'https://partner.example/hooks',
      event_filter: ['*'],
      status: 'enabled',
    });
    const changed = await call('PATCH', `${ENDPOINTS}/${id}`, {
      status: 'disabled',
      event_filter: ['sync.failed'],
    });
    expectDocumented(changed, 'patch', `${ENDPOINTS}/{id}`);
    expect(changed.json).toMatchObject({
      status: 'disabled',
      event_filter: ['sync.failed'],
      description: 'main',
    });
    const deleted = await call('DELETE', `${ENDPOINTS}/${id}`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expectProblem(await call('GET', `${ENDPOINTS}/${id}`), 404, 'not_found');
    expectProblem(await call('DELETE', `${ENDPOINTS}/${id}`), 404, 'not_found');
  });

  it('refuse junk', async () => {
    expectProblem(await call('POST', ENDPOINTS, {}), 400, 'field_missing', '/url');
    expectProblem(await call('POST', ENDPOINTS, { url: 7 }), 400, 'invalid_value', '/url');
    expect((await call('POST', ENDPOINTS, { url: 'ftp://x' })).status).toBe(400);
    const filter = { url: 'https://partner.example/', event_filter: ['employee.exploded'] };
    expectProblem(await call('POST', ENDPOINTS, filter), 400, 'event_type_unknown', '/event_filter/0');
    const { id } = await create();
    expectProblem(
      await call('PATCH', `${ENDPOINTS}/${id}`, { status: 'paused' }),
      400,
      'invalid_value',
      '/status',
    );
  });

  it('send a test, list its delivery and send it again', async () => {
    const { id } = await create();
    const test = await call('POST', `${ENDPOINTS}/${id}/test`);
    expectDocumented(test, 'post', `${ENDPOINTS}/{id}/test`);
    const list = await call('GET', `${ENDPOINTS}/${id}/deliveries`);
    expectDocumented(list, 'get', `${ENDPOINTS}/{id}/deliveries`);
    expect(list.json.results).toMatchObject([
      { id: test.json.delivery_id, event_type: 'webhook_endpoint.test', state: 'pending' },
    ]);
    const again = await call('POST', `/api/v1/deliveries/${test.json.delivery_id}/redeliver`);
    expectDocumented(again, 'post', '/api/v1/deliveries/{id}/redeliver');
    await call('PATCH', `${ENDPOINTS}/${id}`, { status: 'disabled' });
    expectProblem(await call('POST', `${ENDPOINTS}/${id}/test`), 409, 'endpoint_disabled');
  });

  it('page their deliveries, newest first, and filter them by state', async () => {
    const { id } = await create();
    const sent: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      harness.clock.advance(1000);
      sent.unshift((await call('POST', `${ENDPOINTS}/${id}/test`)).json.delivery_id);
    }
    const list = (query: string) => call('GET', `${ENDPOINTS}/${id}/deliveries${query}`);
    const first = await list('?page_size=2');
    const second = await list(`?page_size=2&cursor=${first.json.next}`);
    const seen = [...first.json.results, ...second.json.results].map((delivery: any) => delivery.id);
    expect([seen, second.json.next]).toEqual([sent, null]);
    expect((await list('?state=succeeded')).json.results).toEqual([]);
    expectProblem(await list('?state=lost'), 400, 'invalid_value', '/state');
    expectProblem(await list(`?state=pending&cursor=${first.json.next}`), 400, 'cursor_invalid', '/cursor');
  });

  it("are nobody else's: no key 401; another organization's, unknown and junk ids are one 404", async () => {
    const { id } = await create();
    const { delivery_id: deliveryId } = (await call('POST', `${ENDPOINTS}/${id}/test`)).json;
    const routes: [Method, (id: string) => string, string, object?][] = [
      ['GET', (it) => `${ENDPOINTS}/${it}`, id],
      ['PATCH', (it) => `${ENDPOINTS}/${it}`, id, { status: 'enabled' }],
      ['DELETE', (it) => `${ENDPOINTS}/${it}`, id],
      ['POST', (it) => `${ENDPOINTS}/${it}/test`, id],
      ['GET', (it) => `${ENDPOINTS}/${it}/deliveries`, id],
      ['POST', (it) => `/api/v1/deliveries/${it}/redeliver`, deliveryId],
    ];
    for (const [method, url, own, payload] of routes) {
      expectProblem(await harness.send({ method, url: url(own) }), 401, 'authorization_missing');
      const foreign = await call(method, url(own), payload, stranger);
      const unknown = await call(method, url(newId()), payload, stranger);
      const junk = await call(method, url('junk'), payload, stranger);
      expectProblem(foreign, 404, 'not_found');
      expect([unknown.text, junk.text]).toEqual([foreign.text, foreign.text]);
    }
    expectProblem(await harness.get(ENDPOINTS), 401, 'authorization_missing');
    expectProblem(
      await harness.send({ method: 'POST', url: ENDPOINTS, payload: {} }),
      401,
      'authorization_missing',
    );
    expect((await call('GET', ENDPOINTS, undefined, stranger)).json.results).toEqual([]);
    expect((await call('GET', `${ENDPOINTS}/${id}`)).json.status).toBe('enabled');
  });
});

describe('GET /api/v1/issues', () => {
  const url = '/api/v1/issues';

  it('lists the issues of this organization, filtered and in pages', async () => {
    const { db } = harness.context;
    await openIssue(db, tenant, {
      code: 'report_column_missing',
      subject: 'census',
      description: 'A column is missing.',
      details: ['Work Email'],
    });
    await openIssue(db, tenant, { code: 'bad_credentials', description: 'Link the account again.' });
    await resolveIssues(db, tenant, 'bad_credentials');
    await openIssue(db, stranger, { code: 'bad_credentials', description: 'Link the account again.' });
    const all = await call('GET', url);
    expectDocumented(all, 'get', url);
    expect(all.json.results).toMatchObject([
      {
        code: 'report_column_missing',
        subject: 'census',
        error_details: ['Work Email'],
        status: 'ONGOING',
        resolved_at: null,
      },
      {
        code: 'bad_credentials',
        subject: null,
        status: 'RESOLVED',
        linked_account_id: tenant.linkedAccountId,
      },
    ]);
    const first = await call('GET', `${url}?page_size=1`);
    const second = await call('GET', `${url}?page_size=1&cursor=${first.json.next}`);
    expect(second.json.results[0].code).toBe('bad_credentials');
    const back = await call('GET', `${url}?page_size=1&cursor=${second.json.previous}`);
    expect(back.json.results).toEqual(first.json.results);
    const open = await call('GET', `${url}?status=ONGOING&linked_account_id=${tenant.linkedAccountId}`);
    expect(open.json.results).toHaveLength(1);
    expect((await call('GET', `${url}?linked_account_id=${stranger.linkedAccountId}`)).json.results).toEqual(
      [],
    );
  });

  it('refuses', async () => {
    expectProblem(await harness.get(url), 401, 'authorization_missing');
    expectProblem(await call('GET', `${url}?status=OPEN`), 400, 'invalid_value', '/status');
    expectProblem(
      await call('GET', `${url}?linked_account_id=7`),
      400,
      'invalid_value',
      '/linked_account_id',
    );
    const { next } = (await call('GET', `${url}?page_size=1`)).json;
    expectProblem(
      await call('GET', `${url}?cursor=${next}`, undefined, stranger),
      400,
      'cursor_invalid',
      '/cursor',
    );
  });
});
