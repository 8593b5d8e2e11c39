import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../../src/auth/index.ts';
import {
  consentTo,
  createHarness,
  createLinkedAccount,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

const WEBHOOK_SECRET = 'shared-with-the-source';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness({
    MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: 'client',
    MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: 'client-secret',
    MUSTER_JUSTWORKS_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MUSTER_PUBLIC_URL: 'https://muster.example',
  });
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const startLink = (payload: object, who: Tenant = tenant) =>
  harness.send({
    method: 'POST',
    url: '/api/hris/v1/link-token',
    headers: who.headers,
    payload: { end_user_organization_name: 'Acme', categories: ['hris'], ...payload },
  });
const modal = (method: 'GET' | 'POST', path: string, token: string, payload: object = {}) =>
  harness.send({
    method,
    url: `/link/api/session${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(method === 'POST' && { payload }),
  });
const startSession = async (originId: string, extra: object = {}): Promise<string> =>
  (await startLink({ end_user_origin_id: originId, ...extra })).json.link_token;
const consentBy = async (originId: string, method: string): Promise<string> => {
  const token = await startSession(originId, { connection_method: method });
  expect((await consentTo(harness, token)).status).toBe(200);
  return token;
};

describe('the method', () => {
  it('is the partner’s wish, shown to the modal and changed there', async () => {
    const token = await startSession('method', { connection_method: 'credentials' });
    const view = await modal('GET', '', token);
    expectDocumented(view, 'get', '/link/api/session');
    expect(view.json).toMatchObject({
      method: 'credentials',
      methods: ['oauth', 'service_account', 'credentials'],
      companies: [],
    });
    const changed = await modal('POST', '/method', token, { method: 'service_account' });
    expectDocumented(changed, 'post', '/link/api/session/method');
    expect(changed.json).toMatchObject({ method: 'service_account', state: 'awaiting_consent' });
    expectProblem(
      await modal('POST', '/method', token, { method: 'magic' }),
      400,
      'invalid_value',
      '/method',
    );
    expectProblem(await modal('POST', '/method', token), 400, 'field_missing', '/method');
  });

  it('must be one that there is', async () => {
    const answer = await startLink({ end_user_origin_id: 'other', connection_method: 'magic' });
    expectProblem(answer, 400, 'invalid_value', '/connection_method');
  });

  it('needs one that is switched on', async () => {
    await using off = await createHarness({ MUSTER_JUSTWORKS_WEB: 'off' });
    const owner = await createTenant(off);
    const send = (payload: object) =>
      off.send({
        method: 'POST',
        url: '/api/hris/v1/link-token',
        headers: owner.headers,
        payload: { end_user_origin_id: 'o', ...payload },
      });
    expectProblem(await send({}), 409, 'integration_not_configured');
  });
});

describe('a log-in', () => {
  const logIn = {
    user_name: 'canary-admin@acme.example',
    password: 'canary-password',
    authenticator_secret: 'jbsw y3dp ehpk 3pxp',
  };

  it('is taken once the session waits for it, and told to nobody', async () => {
    const token = await consentBy('log-in', 'credentials');
    const answer = await modal('POST', '/credentials', token, logIn);
    expectDocumented(answer, 'post', '/link/api/session/credentials');
    expect(answer.json.state).toBe('verifying_permissions');
    const told = answer.text + JSON.stringify(harness.logLines);
    expect(told).not.toMatch(/canary|jbsw|JBSW/);
    expectProblem(await modal('POST', '/credentials', token, logIn), 409, 'link_session_transition');
  });

  it('is refused', async () => {
    const token = await consentBy('log-in-refused', 'credentials');
    const digits = { ...logIn, authenticator_secret: '123456' };
    const answer = await modal('POST', '/credentials', token, digits);
    expectProblem(answer, 422, 'authenticator_code_given', '/authenticator_secret');
    expect(answer.text).not.toContain('123456');
    expectProblem(
      await modal('POST', '/credentials', token, { ...logIn, password: '' }),
      400,
      'invalid_value',
      '/password',
    );
    const waiting = await consentBy('log-in-elsewhere', 'service_account');
    expectProblem(await modal('POST', '/credentials', waiting, logIn), 409, 'link_session_transition');
  });
});

describe('a company', () => {
  it('is chosen of those that the session offers', async () => {
    const token = await consentBy('company', 'credentials');
    expectProblem(await modal('POST', '/company', token, { company_id: 'c1' }), 409, 'company_not_awaited');
    await sql`update link_sessions s set state = 'awaiting_company', company_choices = '[{"id":"c1","name":"One"}]'
                from linked_accounts a where a.id = s.linked_account_id and a.end_user_origin_id = 'company'`.execute(
      harness.context.db,
    );
    expect((await modal('GET', '', token)).json.companies).toEqual([{ id: 'c1', name: 'One' }]);
    expectProblem(
      await modal('POST', '/company', token, { company_id: 'c2' }),
      400,
      'company_unknown',
      '/company_id',
    );
    const chosen = await modal('POST', '/company', token, { company_id: 'c1' });
    expectDocumented(chosen, 'post', '/link/api/session/company');
    expect(chosen.json).toMatchObject({ state: 'verifying_permissions', companies: [] });
  });
});

describe('a consent', () => {
  const start = async (originId: string) => {
    const token = await consentBy(originId, 'oauth');
    const answer = await modal('POST', '/authorization', token);
    expectDocumented(answer, 'post', '/link/api/session/authorization');
    const url = new URL(answer.json.authorization_url);
    expect(url.searchParams.get('redirect_uri')).toBe('https://muster.example/link/oauth/callback');
    return { token, state: url.searchParams.get('state')! };
  };
  const callback = (query: Record<string, string>) =>
    harness.get(`/link/oauth/callback?${new URLSearchParams(query).toString()}`);

  it('comes back to a page of ours that repeats nothing and runs no strange script', async () => {
    const { token, state } = await start('consent');
    const page = await callback({ state, code: 'canary-code' });
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(String(page.headers['content-security-policy'])).toMatch(
      /^default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(page.text).toContain('You can close this window');
    expect(page.text + JSON.stringify(harness.logLines)).not.toMatch(new RegExp(`canary-code|${state}`));
    expect((await modal('GET', '', token)).json.state).toBe('verifying_permissions');
    const again = await callback({ state, code: 'canary-code' });
    expect([again.status, again.text.includes('try again')]).toEqual([400, true]);
  });

  it('that was declined says so in the modal', async () => {
    const { token, state } = await start('declined');
    const page = await callback({ state, error: 'access_denied', error_description: '<script>' });
    expect([page.status, page.text.includes('<script>')]).toEqual([200, false]);
    expect((await modal('GET', '', token)).json).toMatchObject({
      state: 'awaiting_authorization',
      problem: { code: 'authorization_denied' },
    });
  });

  it('of an unknown state is a page in plain words', async () => {
    for (const query of [{}, { state: 'made-up', code: 'c' }, { code: 'c' }, { state: '' }]) {
      const page = await callback(query);
      expect([page.status, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    }
    expect((await harness.send({ method: 'HEAD', url: '/link/oauth/callback?state=x&code=y' })).status).toBe(
      404,
    );
  });

  it('is answered in the session’s language, or in the browser’s where no session is known', async () => {
    const { token, state } = await start('german');
    await modal('POST', '/language', token, { language: 'de' });
    const page = await callback({ state, error: 'access_denied' });
    expect(page.text).toContain('<html lang="de">');
    expect(page.text).toContain('Sie haben abgelehnt');
    const [german, english] = [{ 'accept-language': 'de-AT,en;q=0.5' }, { 'accept-language': 'fr,en' }];
    for (const path of ['/link/oauth/callback?state=x', '/link/hub/unknown']) {
      expect((await harness.get(path, german)).text).toContain('<html lang="de">');
      expect((await harness.get(path, english)).text).toContain('<html lang="en">');
    }
  });

  it('is not started where the session does not wait for it', async () => {
    const token = await consentBy('not-awaited', 'service_account');
    expectProblem(await modal('POST', '/authorization', token), 409, 'authorization_not_awaited');
  });

  it('closes its window by a script of ours', async () => {
    const script = await harness.get('/link/close-window.js');
    expect([script.text, script.headers['content-type']]).toEqual([
      'window.close();\n',
      'text/javascript; charset=utf-8',
    ]);
  });
});

describe('a start at the source’s list of integrations', () => {
  const hub = (organizationId: string) =>
    harness.get(`/link/hub/justworks?organization=${encodeURIComponent(organizationId)}`);
  const handOver = async (): Promise<string> => {
    await updateOrganization(harness.context.db, tenant.organizationId, {
      hubPageUrl: 'https://partner.example/connect?from=hub',
    });
    const answer = await hub(tenant.organizationId);
    expect(answer.status).toBe(303);
    const url = new URL(String(answer.headers['location']));
    expect(`${url.origin}${url.pathname}${url.searchParams.get('from')}`).toBe(
      'https://partner.example/connecthub',
    );
    return url.searchParams.get('muster_handover')!;
  };

  it('lands on the organization’s page with a hand-over that starts a session by consent', async () => {
    const handover = await handOver();
    const payload = { end_user_origin_id: 'from-hub', handover };
    const first = await startLink(payload);
    expectDocumented(first, 'post', '/api/hris/v1/link-token');
    expect((await modal('GET', '', first.json.link_token)).json.method).toBe('oauth');
    // The same call again is safe; another employer's is a second use.
    expect((await startLink(payload)).status).toBe(200);
    expectProblem(
      await startLink({ end_user_origin_id: 'second', handover }),
      409,
      'handover_used',
      '/handover',
    );
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from linked_accounts where end_user_origin_id = 'second'`.execute(
      harness.context.db,
    );
    expect(rows[0]!.count).toBe(0);
  });

  it('is refused when it is late, made up or another organization’s', async () => {
    const foreign = await handOver();
    expectProblem(
      await startLink({ end_user_origin_id: 'x', handover: foreign }, stranger),
      400,
      'handover_invalid',
      '/handover',
    );
    expectProblem(
      await startLink({ end_user_origin_id: 'x', handover: 'made-up' }),
      400,
      'handover_invalid',
      '/handover',
    );
    harness.clock.advance(10 * 60_000);
    expectProblem(
      await startLink({ end_user_origin_id: 'x', handover: foreign }),
      400,
      'handover_expired',
      '/handover',
    );
  });

  it('says what to do where no page is registered', async () => {
    for (const organizationId of [stranger.organizationId, 'nobody', '']) {
      const page = await hub(organizationId);
      expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
      expect(page.text).toContain('Open the product that you want to connect');
    }
    expect((await harness.get(`/link/hub/nothing?organization=${tenant.organizationId}`)).status).toBe(404);
  });

  it('leads to no page that could be read on the way', async () => {
    for (const hubPageUrl of ['http://partner.example/', 'javascript:alert(1)', 'nonsense']) {
      await expect(
        updateOrganization(harness.context.db, tenant.organizationId, { hubPageUrl }),
      ).rejects.toMatchObject({ code: 'hub_page_url_invalid' });
    }
  });
});

describe('a webhook of the source', () => {
  const url = '/api/v1/source-webhooks/justworks';
  const send = (event: object, change: { secret?: string; ageSeconds?: number } = {}) => {
    const body = JSON.stringify(event);
    const timestamp = String(Math.floor(harness.clock.now().getTime() / 1000) - (change.ageSeconds ?? 0));
    const signature = createHmac('sha256', change.secret ?? WEBHOOK_SECRET)
      .update(`${timestamp}.${body}`)
      .digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-justworks-webhook-signature': signature,
      'x-justworks-webhook-signature-timestamp': timestamp,
    };
    return harness.send({ method: 'POST', url, headers, payload: body });
  };
  const event = (id: string, companyId: string) => ({
    id,
    event_type: 'member.profile.updated',
    event_created_at: '2026-11-22T00:00:00Z',
    event_delivered_at: '2026-11-22T00:00:00Z',
    company_id: companyId,
    data: { member: { id: 'm1' } },
  });
  const runs = async (linkedAccountId: string) =>
    await harness.context.db
      .selectFrom('sync_runs')
      .select(['state', 'trigger'])
      .where('linked_account_id', '=', linkedAccountId)
      .execute();
  const reached = (originId: string, extra: object = {}) =>
    createLinkedAccount(harness.context, tenant.organizationId, originId, {
      connection_method: 'oauth',
      remote_company_id: 'company-7',
      ...extra,
    });

  it('makes the accounts that it is about be read, once per event', async () => {
    const one = await reached('reached');
    const byOtherMethod = await reached('by-log-in', { connection_method: 'credentials' });
    const relinkNeeded = await reached('broken', { status: 'RELINK_NEEDED' });
    const elsewhere = await reached('elsewhere', { remote_company_id: 'company-8' });
    const answers = await Promise.all([1, 2, 3].map(() => send(event('event-1', 'company-7'))));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(await runs(one.linkedAccountId)).toEqual([{ state: 'queued', trigger: 'source_event' }]);
    for (const { linkedAccountId } of [byOtherMethod, relinkNeeded, elsewhere]) {
      expect(await runs(linkedAccountId)).toEqual([]);
    }
    await sql`update sync_runs set state = 'succeeded'`.execute(harness.context.db);
    await send(event('event-1', 'company-7'));
    expect(await runs(one.linkedAccountId)).toHaveLength(1);
    await send(event('event-2', 'company-7'));
    expect(await runs(one.linkedAccountId)).toHaveLength(2);
  });

  it('about nobody here is taken too', async () => {
    expect((await send(event('event-3', 'unknown-company'))).status).toBe(204);
  });

  it('is refused without the right signature, when it is old, and where nothing is configured', async () => {
    expect((await send(event('event-4', 'company-7'), { secret: 'guessed' })).status).toBe(401);
    expect((await send(event('event-4', 'company-7'), { ageSeconds: 3600 })).status).toBe(401);
    expect((await harness.send({ method: 'POST', url })).status).toBe(401);
    expect((await send({ nothing: true })).status).toBe(400);
    expectProblem(
      await harness.send({ method: 'POST', url: '/api/v1/source-webhooks/nothing', payload: {} }),
      404,
      'not_found',
    );
    await using off = await createHarness();
    expectProblem(await off.send({ method: 'POST', url, payload: {} }), 404, 'not_found');
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from source_events where event_id = 'event-4'`.execute(
      harness.context.db,
    );
    expect(rows[0]!.count).toBe(0);
  });
});

describe('POST /api/v1/linked-accounts/{id}/disconnect', () => {
  it('disconnects, safely repeated, and no account of a stranger', async () => {
    const { linkedAccountId } = await createLinkedAccount(harness.context, tenant.organizationId, 'leaves');
    const disconnect = (id: string, who: Tenant = tenant) =>
      harness.send({
        method: 'POST',
        url: `/api/v1/linked-accounts/${id}/disconnect`,
        headers: who.headers,
      });
    expectProblem(await disconnect(linkedAccountId, stranger), 404, 'not_found');
    expectProblem(await disconnect('nothing'), 404, 'not_found');
    for (let i = 0; i < 2; i += 1) {
      const answer = await disconnect(linkedAccountId);
      expectDocumented(answer, 'post', '/api/v1/linked-accounts/{id}/disconnect');
      expect(answer.json).toEqual({ id: linkedAccountId, status: 'IDLE', status_detail: 'disconnected' });
    }
  });
});
