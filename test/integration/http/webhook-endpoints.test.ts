import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../src/webhooks/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

const URL = '/api/v1/webhook-endpoints';
const HOOK = { url: 'https://partner.example/hooks' };
const TOKEN = 'Bearer canary-header';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const call = (method: 'GET' | 'PATCH' | 'POST', url: string, payload?: object, by = tenant) =>
  harness.send({ method, url, headers: by.headers, ...(payload && { payload }) });
const create = async (more: object = {}) => (await call('POST', URL, { ...HOOK, ...more })).json;

describe('an endpoint', () => {
  it('takes format, payload, accounts and headers, and shows all but the values of headers', async () => {
    const wanted = {
      format: 'merge',
      payload: 'thin',
      event_filter: ['Employee.added', 'LinkedAccount.sync_completed', 'issue.*'],
      linked_account_ids: [tenant.linkedAccountId],
      custom_headers: { Authorization: TOKEN },
    };
    const created = await call('POST', URL, { ...HOOK, ...wanted });
    expectDocumented(created, 'post', URL);
    expect(created.json).toMatchObject({
      format: 'merge',
      payload: 'thin',
      event_filter: ['employee.created', 'sync.completed', 'issue.*'],
      linked_account_ids: [tenant.linkedAccountId],
      custom_header_names: ['authorization'],
    });
    const changed = await call('PATCH', `${URL}/${created.json.id}`, {
      payload: 'full',
      linked_account_ids: null,
      custom_headers: { 'x-other': TOKEN },
    });
    expectDocumented(changed, 'patch', `${URL}/{id}`);
    expect(changed.json).toMatchObject({
      format: 'merge',
      payload: 'full',
      linked_account_ids: null,
      custom_header_names: ['x-other'],
    });
    const list = await call('GET', URL);
    const audit = await call('GET', '/api/v1/audit-trail');
    for (const answer of [created, changed, list, audit]) expect(answer.text).not.toContain('canary-header');
    expect(JSON.stringify(harness.logLines)).not.toContain('canary-header');
  });

  it.each([
    ['a word that is no format', { format: 'xml' }, 'invalid_value', '/format'],
    ['a word that is no payload', { payload: 'slim' }, 'invalid_value', '/payload'],
    ['no accounts', { linked_account_ids: [] }, 'account_filter_empty', '/linked_account_ids'],
    [
      'an unknown account',
      { linked_account_ids: [newId()] },
      'linked_account_unknown',
      '/linked_account_ids/0',
    ],
    ['a header of ours', { custom_headers: { 'Webhook-Id': 'x' } }, 'header_name_refused', '/custom_headers'],
    [
      'a header that breaks the line',
      { custom_headers: { a: 'x\r\nb: y' } },
      'header_value_malformed',
      '/custom_headers',
    ],
    ['a name that is none', { custom_headers: { 'a b': 'x' } }, 'header_name_malformed', '/custom_headers'],
    ['plain http', { url: 'http://partner.example/' }, 'url_not_https', '/url'],
    ['credentials in the URL', { url: 'https://u:p@partner.example/' }, 'url_has_credentials', '/url'],
    ['a mail port', { url: 'https://partner.example:25/' }, 'url_port_refused', '/url'],
    ['the port of Postgres', { url: 'https://partner.example:5432/' }, 'url_port_refused', '/url'],
    ['the port of Redis', { url: 'https://partner.example:6379/' }, 'url_port_refused', '/url'],
    ['loopback, shortened', { url: 'https://127.1/' }, 'url_address_refused', '/url'],
    ['loopback, in hex', { url: 'https://0x7f.1/' }, 'url_address_refused', '/url'],
    ['loopback, as one number', { url: 'https://2130706433/' }, 'url_address_refused', '/url'],
    ['loopback, mapped', { url: 'https://[::ffff:127.0.0.1]/' }, 'url_address_refused', '/url'],
    ['loopback, translated', { url: 'https://[::ffff:0:7f00:1]/' }, 'url_address_refused', '/url'],
    ['loopback, compatible', { url: 'https://[::127.0.0.1]/' }, 'url_address_refused', '/url'],
    ['metadata behind NAT64', { url: 'https://[64:ff9b::a9fe:a9fe]/' }, 'url_address_refused', '/url'],
    ['metadata in 6to4', { url: 'https://[2002:a9fe:a9fe::1]/' }, 'url_address_refused', '/url'],
    ['localhost with a dot', { url: 'https://localhost./' }, 'url_address_refused', '/url'],
    ['loopback over http', { url: 'http://127.0.0.1:4100/' }, 'url_not_https', '/url'],
    ['what is no URL', { url: 'partner.example' }, 'url_malformed', '/url'],
  ])('refuses %s, at creation and at a change', async (_, wrong, code, pointer) => {
    expectProblem(await call('POST', URL, { ...HOOK, ...wrong }), 400, code, pointer);
    if ('format' in wrong) return;
    const { id } = await create();
    expectProblem(await call('PATCH', `${URL}/${id}`, wrong), 400, code, pointer);
    expect((await call('GET', `${URL}/${id}`)).json).toMatchObject({ ...HOOK, custom_header_names: [] });
    await harness.send({ method: 'DELETE', url: `${URL}/${id}`, headers: tenant.headers });
  });

  it("refuses another organization's account as an unknown one", async () => {
    const foreign = await call('POST', URL, { ...HOOK, linked_account_ids: [stranger.linkedAccountId] });
    const unknown = await call('POST', URL, { ...HOOK, linked_account_ids: [newId()] });
    expect([foreign.status, foreign.json]).toEqual([unknown.status, unknown.json]);
  });

  it('keeps its format', async () => {
    const { id } = await create({ format: 'merge' });
    expect((await call('PATCH', `${URL}/${id}`, { format: 'standard' })).json.format).toBe('merge');
  });
});

describe('a rotation', () => {
  it('gives a new secret once, and is refused after ten of a day', async () => {
    const { id, secret } = await create();
    const rotated = await call('POST', `${URL}/${id}/rotate-secret`);
    expectDocumented(rotated, 'post', `${URL}/{id}/rotate-secret`);
    expect(rotated.json.secret).toMatch(/^whsec_.{44}$/);
    expect(rotated.json.secret).not.toBe(secret);
    for (let n = 0; n < 9; n += 1) await call('POST', `${URL}/${id}/rotate-secret`);
    expectProblem(await call('POST', `${URL}/${id}/rotate-secret`), 409, 'too_many_secrets');
    expect((await call('GET', `${URL}/${id}`)).text).not.toContain('whsec_');
    expect(JSON.stringify(harness.logLines)).not.toContain('whsec_');
  });

  it('is given again for the same Idempotency-Key, and is not made twice', async () => {
    const { id } = await create();
    const headers = { ...tenant.headers, 'idempotency-key': 'rotate-once' };
    const send = () => harness.send({ method: 'POST', url: `${URL}/${id}/rotate-secret`, headers });
    expect((await send()).json).toEqual((await send()).json);
    const rows = await harness.context.db
      .selectFrom('webhook_endpoint_secrets')
      .select('id')
      .where('endpoint_id', '=', id)
      .execute();
    expect(rows).toHaveLength(2);
  });

  it('knows no endpoint of others, and shows in the audit trail', async () => {
    const { id } = await create();
    expectProblem(await call('POST', `${URL}/${id}/rotate-secret`, undefined, stranger), 404, 'not_found');
    expectProblem(await call('POST', `${URL}/${newId()}/rotate-secret`), 404, 'not_found');
    await call('POST', `${URL}/${id}/rotate-secret`);
    const trail = await call('GET', '/api/hris/v1/audit-trail?event_type=REGENERATED_WEBHOOK_SIGNATURE');
    expect(trail.json.results[0].event_description).toContain(id);
  });
});

describe('a test', () => {
  const typeOf = async (answer: { json: { event_id: string } }) =>
    await harness.context.db
      .selectFrom('outbox_events')
      .select(['type', 'data'])
      .where('id', '=', answer.json.event_id)
      .executeTakeFirstOrThrow();

  it('is an example of the type that was asked for, marked as one', async () => {
    const { id } = await create();
    const answer = await call('POST', `${URL}/${id}/test`, { type: 'employee.terminated' });
    expectDocumented(answer, 'post', `${URL}/{id}/test`);
    expect(await typeOf(answer)).toMatchObject({
      type: 'employee.terminated',
      data: { is_test: true, record: { first_name: 'Ana', ssn: null }, effective_date: '2026-01-31' },
    });
    const own = await typeOf(await call('POST', `${URL}/${id}/test`));
    expect(own).toEqual({ type: 'webhook_endpoint.test', data: { endpoint_id: id, is_test: true } });
    expect((await typeOf(await call('POST', `${URL}/${id}/test`, { type: 'Issue.new' }))).type).toBe(
      'issue.opened',
    );
  });

  it('of an endpoint of the other format is one that the format has', async () => {
    const { id } = await create({ format: 'merge' });
    expect((await typeOf(await call('POST', `${URL}/${id}/test`))).type).toBe('employee.updated');
    const refused = await call('POST', `${URL}/${id}/test`, { type: 'sync.held' });
    expectProblem(refused, 400, 'event_type_not_in_format', '/type');
  });

  it('of no type that there is, or of an endpoint of others, is refused', async () => {
    const { id } = await create();
    expectProblem(
      await call('POST', `${URL}/${id}/test`, { type: 'employee.exploded' }),
      400,
      'event_type_unknown',
      '/type',
    );
    expectProblem(await call('POST', `${URL}/${id}/test`, { type: 7 }), 400, 'invalid_value', '/type');
    expectProblem(await call('POST', `${URL}/${id}/test`, { type: 'sync.held' }, stranger), 404, 'not_found');
  });

  it('is not in the change feed', async () => {
    const { id } = await create();
    const before = (await call('GET', '/api/v1/changes')).json.results.length;
    await call('POST', `${URL}/${id}/test`, { type: 'employee.created' });
    expect((await call('GET', '/api/v1/changes')).json.results).toHaveLength(before);
  });
});

it('the catalogue tells every type with an example', async () => {
  const answer = await call('GET', '/api/v1/webhook-events');
  expectDocumented(answer, 'get', '/api/v1/webhook-events');
  const types = answer.json.results.map(({ type }: { type: string }) => type);
  expect(types).toEqual([...EVENT_TYPES]);
  const byType = new Map(answer.json.results.map((one: { type: string }) => [one.type, one]));
  expect(byType.get('issue.opened')).toMatchObject({
    merge_event: 'Issue.new',
    example: { is_test: true, issue: { status: 'ONGOING' } },
  });
  expect(byType.get('sync.held')).toMatchObject({ merge_event: null });
  expectProblem(
    await harness.send({ method: 'GET', url: '/api/v1/webhook-events' }),
    401,
    'authorization_missing',
  );
});
