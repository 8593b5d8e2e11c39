import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiKey } from '../../../src/auth/index.ts';
import { DAY_MS } from '../../../src/lib/duration.ts';
import { sweepTraffic } from '../../../src/traffic/index.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;

beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const PERSON = 'ada.of.the.link@acme.example';
const linkBody = (originId: string) => ({
  end_user_origin_id: originId,
  end_user_organization_name: 'Acme',
  end_user_email_address: PERSON,
  categories: ['hris'],
});

function post(url: string, key: string, payload?: object, headers: Record<string, string> = tenant.headers) {
  return harness.send({
    method: 'POST',
    url,
    headers: { ...headers, 'idempotency-key': key },
    ...(payload && { payload }),
  });
}

it('answers the same request with the same answer, under both base paths, and says so', async () => {
  const first = await post('/api/hris/v1/link-token', 'key-1', linkBody('origin-1'));
  expect(first.status, first.text).toBe(200);
  expect(first.headers['idempotent-replayed']).toBeUndefined();
  const again = await post('/hris/v1/link-token', 'key-1', linkBody('origin-1'));
  expect([again.status, again.text]).toEqual([200, first.text]);
  expect(again.headers).toMatchObject({
    'idempotent-replayed': 'true',
    'content-type': first.headers['content-type'],
  });
  const without = await harness.send({
    method: 'POST',
    url: '/api/hris/v1/link-token',
    headers: tenant.headers,
    payload: linkBody('origin-1'),
  });
  expect(without.json.link_token).not.toBe(first.json.link_token);
});

it('keeps no answer in the clear', async () => {
  const { json } = await post('/api/hris/v1/link-token', 'key-sealed', linkBody('origin-sealed'));
  const { rows } = await sql<{ text: string }>`
    select encode(sealed_answer, 'escape') || encode(fingerprint, 'escape') || route as text
      from idempotency_keys`.execute(harness.context.db);
  const stored = rows.map((row) => row.text).join('');
  expect(rows.length).toBeGreaterThan(0);
  expect(stored).toContain('POST /hris/v1/link-token');
  expect(stored).not.toContain(json.link_token);
  expect(stored).not.toContain(PERSON);
});

it('gives the answer of one API key to no other', async () => {
  const first = await post('/api/hris/v1/link-token', 'key-of-one', linkBody('origin-of-one'));
  const { organizationId } = tenant;
  const other = await createApiKey(harness.context.db, {
    organizationId,
    name: 'other',
    environment: 'live',
  });
  const again = await post('/api/hris/v1/link-token', 'key-of-one', linkBody('origin-of-one'), {
    authorization: `Bearer ${other.key}`,
  });
  expectProblem(again, 422, 'idempotency_key_reused');
  expect(again.text).not.toContain(first.json.link_token);
});

it('refuses a key that comes back with another body, query, path or account', async () => {
  await post('/api/hris/v1/link-token', 'key-2', linkBody('origin-2'));
  expectProblem(
    await post('/api/hris/v1/link-token', 'key-2', linkBody('origin-3')),
    422,
    'idempotency_key_reused',
  );
  const neighbour = await createLinkedAccount(harness.context, tenant.organizationId, 'neighbour');
  expect((await post('/api/hris/v1/sync-status/resync', 'key-3')).status).toBe(200);
  expectProblem(
    await post('/api/hris/v1/sync-status/resync', 'key-3', undefined, {
      ...tenant.headers,
      'x-account-token': neighbour.accountToken,
    }),
    422,
    'idempotency_key_reused',
  );
});

it('takes the same key for another route and of another organization as a key of its own', async () => {
  const stranger = await createTenant(harness);
  const first = await post('/api/hris/v1/link-token', 'key-4', linkBody('origin-4'));
  const other = await post('/api/hris/v1/link-token', 'key-4', linkBody('origin-4'), stranger.headers);
  expect(other.headers['idempotent-replayed']).toBeUndefined();
  expect(other.json.link_token).not.toBe(first.json.link_token);
  expect((await post('/api/hris/v1/sync-status/resync', 'key-4')).status).toBe(200);
});

it('works once on two requests at the same time, and tells the second to wait', async () => {
  const url = '/api/v1/webhook-endpoints';
  const body = { url: 'https://partner.example/hooks' };
  const answers = await Promise.all([
    post(url, 'key-5', body),
    post(url, 'key-5', body),
    post(url, 'key-5', body),
  ]);
  const inUse = answers.filter(({ status }) => status === 409);
  for (const answer of inUse) expectProblem(answer, 409, 'idempotency_key_in_use');
  const made = answers.filter(({ status }) => status < 300);
  expect(made.length + inUse.length).toBe(3);
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  const { results } = (await harness.get(url, tenant.headers)).json;
  expect(results.filter((endpoint: { url: string }) => endpoint.url === body.url)).toHaveLength(1);
});

it('gives the work to the next one when the first has died at it', async () => {
  await post('/api/hris/v1/sync-status/resync', 'key-6');
  const leaveAtWork = (until: string) =>
    sql`
      update idempotency_keys
         set sealed_answer = null, lease_token = gen_random_uuid(), lease_until = now() + ${until}::interval
       where linked_account_id = ${tenant.linkedAccountId}`.execute(harness.context.db);
  await leaveAtWork('30 seconds');
  expectProblem(await post('/api/hris/v1/sync-status/resync', 'key-6'), 409, 'idempotency_key_in_use');
  await leaveAtWork('-1 second');
  const next = await post('/api/hris/v1/sync-status/resync', 'key-6');
  expect([next.status, next.headers['idempotent-replayed']]).toEqual([200, undefined]);
});

it('keeps what was refused for good, and nothing that says try again', async () => {
  const url = '/api/v1/sync-runs/018f0000-0000-7000-8000-000000000000/release';
  const refused = await post(url, 'key-7');
  expect(refused.status).toBe(404);
  const again = await post(url, 'key-7');
  expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([
    404,
    refused.text,
    'true',
  ]);
  const body = { unknown: true };
  expect((await post('/api/hris/v1/link-token', 'key-8', body)).status).toBe(400);
  expect((await post('/api/hris/v1/link-token', 'key-8', linkBody('origin-8'))).status).toBe(200);
});

it('lets a request be repeated that failed on our side', async () => {
  const { db } = harness.context;
  await sql`alter table sync_requests rename to sync_requests_away`.execute(db);
  await sql`alter table sync_runs rename to sync_runs_away`.execute(db);
  const failed = await post('/api/hris/v1/sync-status/resync', 'key-9');
  await sql`alter table sync_runs_away rename to sync_runs`.execute(db);
  await sql`alter table sync_requests_away rename to sync_requests`.execute(db);
  expect(failed.status).toBe(500);
  expect((await post('/api/hris/v1/sync-status/resync', 'key-9')).status).toBe(200);
});

it.each(['', 'x'.repeat(256), 'schlüssel'])('refuses the key %j', async (key) => {
  expectProblem(await post('/api/hris/v1/sync-status/resync', key), 400, 'idempotency_key_invalid');
});

it('forgets after a day', async () => {
  const first = await post('/api/hris/v1/link-token', 'key-10', linkBody('origin-10'));
  harness.clock.advance(DAY_MS - 1);
  await sweepTraffic({ db: harness.context.db, clock: harness.clock });
  expect((await post('/api/hris/v1/link-token', 'key-10', linkBody('origin-10'))).text).toBe(first.text);
  harness.clock.advance(1);
  const later = await post('/api/hris/v1/link-token', 'key-10', linkBody('origin-10'));
  expect(later.json.link_token).not.toBe(first.json.link_token);
  harness.clock.advance(DAY_MS);
  await sweepTraffic({ db: harness.context.db, clock: harness.clock });
  const left = await harness.context.db.selectFrom('idempotency_keys').select('route').execute();
  expect(left).toEqual([]);
});
