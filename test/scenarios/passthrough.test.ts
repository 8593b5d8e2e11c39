import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepPassthroughReceipts } from '../../src/passthrough/index.ts';
import { asked, silenceSource } from '../support/api-watch.ts';
import { LinkedRoster } from '../support/linked-roster.ts';

const DAY_MS = 86_400_000;
const MEMBERS = { method: 'GET', path: '/v1/members?limit=2' };

let world: LinkedRoster;
beforeAll(async () => {
  world = await LinkedRoster.start('oauth');
  silenceSource(world);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  world.control.clearFaults();
  world.control.clearJournal();
});

interface Problem {
  errors: { problem_type: string }[];
}
type Passed = Record<string, unknown> & Partial<Problem>;

const post = (path: string, body: object) => {
  const { accountToken } = world.employer;
  return world.service.api<Passed>('POST', `/api/hris/v1/${path}`, { accountToken, body });
};
const pass = (body: object) => post('passthrough', body);
const fetchLater = (receipt: string) => {
  const { accountToken } = world.employer;
  return world.service.api<Passed | string>('GET', `/api/hris/v1/async-passthrough/${receipt}`, {
    accountToken,
  });
};
const problemOf = (answer: { body: Passed | string }) => (answer.body as Problem).errors[0]!.problem_type;

const audited = async () =>
  (
    await world.service.context.db
      .selectFrom('audit_events')
      .select(['description', 'linked_account_id'])
      .where('event_type', '=', 'PASSED_REQUEST_THROUGH')
      .orderBy('id')
      .execute()
  ).map(({ description }) => description);

async function tokens(): Promise<string[]> {
  const { db, vault } = world.service.context;
  const owner = { linkedAccountId: world.employer.linkedAccountId };
  const grant = await db
    .selectFrom('oauth_grants')
    .select(['sealed_access_token', 'sealed_refresh_token'])
    .executeTakeFirstOrThrow();
  const access = await vault.unseal(db, owner, 'oauth_grant.access_token', grant.sealed_access_token);
  const refresh = await vault.unseal(db, owner, 'oauth_grant.refresh_token', grant.sealed_refresh_token!);
  return [access.toString(), refresh.toString()];
}

/** Every byte of them, as text. */
async function storedReceipts(): Promise<string> {
  const receipts = await world.service.context.db.selectFrom('passthrough_receipts').selectAll().execute();
  const cells = receipts.flatMap((receipt) => Object.values(receipt));
  return cells.map((cell) => (Buffer.isBuffer(cell) ? cell.toString('latin1') : String(cell))).join('\n');
}

describe('a request that is passed through', () => {
  test('gets the source’s own answer, and nothing of the grant', async () => {
    const before = await audited();
    const answer = await pass({
      ...MEMBERS,
      headers: { Authorization: 'Bearer of the partner', 'Accept-Language': 'de' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      method: 'GET',
      path: '/v1/members?limit=2',
      status: 200,
      response: { items: [expect.anything(), expect.anything()], next_cursor: expect.any(String) },
      response_headers: expect.objectContaining({ 'content-type': expect.stringContaining('json') }),
      response_type: 'JSON',
      headers: { 'accept-language': 'de' },
    });
    expect(asked(world)).toEqual(['GET /v1/members']);
    for (const token of await tokens()) expect(JSON.stringify(answer)).not.toContain(token);
    expect((await audited()).slice(before.length)).toEqual(['GET /v1/members of the source.']);
  });

  test('gets the source’s refusals too', async () => {
    const nobody = await pass({ method: 'GET', path: '/v1/members/nobody' });
    expect(nobody.body).toMatchObject({ status: 404, response: { error: expect.anything() } });
    expect(asked(world)).toEqual(['GET /v1/members/nobody']);
  });

  test('costs a new token where the source has ended the former one', async () => {
    world.control.expireAccessTokens();
    expect((await pass(MEMBERS)).body).toMatchObject({ status: 200 });
    expect(asked(world)).toEqual(['GET /v1/members', 'POST /oauth/token', 'GET /v1/members']);
  });

  test('is not sent before the time that the source named', async () => {
    world.control.addFault({ fault: 'status_429', path: '/v1/members', retryAfter: 60, count: 1 });
    const throttled = await pass(MEMBERS);
    expect([throttled.status, problemOf(throttled)]).toEqual([429, 'source_rate_limited']);
    expect(throttled.headers['retry-after']).toBe('60');
    world.service.clock.advance(59_000);
    expect((await pass(MEMBERS)).headers['retry-after']).toBe('1');
    expect(asked(world)).toEqual(['GET /v1/members']);
    world.service.clock.advance(1_000);
    expect((await pass(MEMBERS)).body).toMatchObject({ status: 200 });
  });

  test('is a 503 where the source is away or breaks off', async () => {
    world.control.addFault({ fault: 'status_500', path: '/v1/members', count: 1 });
    const away = await pass(MEMBERS);
    expect([away.status, problemOf(away)]).toEqual([503, 'source_unavailable']);
    world.control.addFault({ fault: 'cut', path: '/v1/members', bytes: 20, count: 1 });
    expect((await pass(MEMBERS)).status).toBe(503);
  });

  test('is not sent while the source is left alone, nor for an account that is paused', async () => {
    const { db, clock } = world.service.context;
    await sql`
      insert into source_breakers (integration, opened_at, probe_at)
      values ('justworks', ${clock.now()}, ${new Date(clock.now().getTime() + 30_000)})`.execute(db);
    const left = await pass(MEMBERS);
    expect([left.status, problemOf(left), left.headers['retry-after']]).toEqual([
      503,
      'source_unavailable',
      '30',
    ]);
    await sql`delete from source_breakers`.execute(db);
    const path = `/api/v1/linked-accounts/${world.employer.linkedAccountId}`;
    await world.service.api('POST', `${path}/pause`);
    expect(problemOf(await pass(MEMBERS))).toBe('account_paused');
    await world.service.api('POST', `${path}/resume`);
    await world.service.drain();
  });
});

describe('a request that is passed through later', () => {
  const receiptOf = (answer: { body: Passed }) => answer.body['async_passthrough_receipt_id'] as string;

  test('is answered when a job has asked the source, and kept sealed for a day', async () => {
    const receipt = receiptOf(await post('async-passthrough', MEMBERS));
    const pending = await fetchLater(receipt);
    expect([pending.status, pending.body]).toEqual([202, 'PENDING']);
    expect(asked(world)).toEqual([]);
    await world.service.drain();
    const answer = await fetchLater(receipt);
    const direct = await pass(MEMBERS);
    expect(answer).toMatchObject({
      status: 200,
      body: { ...direct.body, response_headers: expect.anything() },
    });
    expect(await storedReceipts()).toMatch(/^.+$/s);
    expect(await storedReceipts()).not.toMatch(/items|members/);

    world.service.clock.advance(DAY_MS);
    expect((await fetchLater(receipt)).status).toBe(404);
    await sweepPassthroughReceipts(world.service.context);
    const left = await world.service.context.db.selectFrom('passthrough_receipts').select('id').execute();
    expect(left).toEqual([]);
  });

  test('tells what kept the source from answering', async () => {
    world.control.addFault({ fault: 'status_500', path: '/v1/members', count: 1 });
    const receipt = receiptOf(await post('async-passthrough', MEMBERS));
    await world.service.drain();
    const failed = await fetchLater(receipt);
    expect([failed.status, problemOf(failed)]).toEqual([503, 'source_unavailable']);
  });

  test('is checked again when it is sent: what is no longer allowed is not asked', async () => {
    const receipt = receiptOf(await post('async-passthrough', MEMBERS));
    const { accountToken } = world.employer;
    const narrower = { model_name: 'Employment', model_permissions: { READ: { is_enabled: false } } };
    await world.service.api('POST', '/api/hris/v1/linked-account-scopes', {
      accountToken,
      body: { common_models: [narrower] },
    });
    await world.service.drain();
    const refused = await fetchLater(receipt);
    expect([refused.status, problemOf(refused)]).toEqual([403, 'passthrough_scopes_narrower']);
    expect(asked(world).filter((request) => request === 'GET /v1/members')).toEqual([]);
    expect(problemOf(await pass(MEMBERS))).toBe('passthrough_scopes_narrower');
    expect((await pass({ method: 'GET', path: '/v1/company' })).status).toBe(200);
  });
});

test('a consent that is over passes nothing through', async () => {
  world.control.revokeOAuthGrants();
  const ended = await pass({ method: 'GET', path: '/v1/company' });
  expect([ended.status, problemOf(ended)]).toEqual([409, 'grant_ended']);
});
