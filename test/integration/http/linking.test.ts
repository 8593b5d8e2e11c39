import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import {
  createHarness,
  consentTo,
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

const endUser = {
  end_user_origin_id: 'origin-1',
  end_user_organization_name: 'Acme Inc',
  end_user_email_address: 'hr@acme.example',
  categories: ['hris'],
};
const LINK_TOKEN_URLS = [
  '/api/hris/v1/link-token',
  '/hris/v1/link-token',
  '/api/integrations/create-link-token',
];
const documentedAt = (url: string) => url.replace(/^\/hris/, '/api/hris');

const post = (url: string, payload?: object, who: Tenant = tenant) =>
  harness.send({ method: 'POST', url, headers: who.headers, ...(payload && { payload }) });
const start = async (payload: object = endUser) =>
  (await post('/hris/v1/link-token', payload)).json.link_token as string;
const modal = (method: 'GET' | 'POST', path: string, token: string) =>
  harness.send({
    method,
    url: `/link/api/session${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(method === 'POST' && { payload: {} }),
  });

/** As a link that went through would leave it. */
async function pretendLinked(originId: string): Promise<void> {
  await sql`update link_sessions s set state = 'linked', ended_at = now()
              from linked_accounts a
             where a.id = s.linked_account_id and a.end_user_origin_id = ${originId}`.execute(
    harness.context.db,
  );
  await sql`update linked_accounts set status = 'COMPLETE', completed_at = now()
             where end_user_origin_id = ${originId}`.execute(harness.context.db);
}

describe.each(LINK_TOKEN_URLS)('POST %s', (url) => {
  it('starts a link session, and repeats safely', async () => {
    for (let i = 0; i < 2; i += 1) {
      const answer = await post(url, endUser);
      expectDocumented(answer, 'post', documentedAt(url));
      expect(answer.json).toMatchObject({ integration_name: null, magic_link_url: null });
    }
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from linked_accounts where end_user_origin_id = 'origin-1'`.execute(
      harness.context.db,
    );
    expect(rows[0]!.count).toBe(1);
  });

  it('takes the origin id alone, ignores unknown fields and gives a magic link when asked', async () => {
    const answer = await post(url, {
      end_user_origin_id: 'origin-bare',
      unknown: { nested: true },
      common_models: [{ model_id: 'hris.Employee' }],
      should_create_magic_link_url: true,
      link_expiry_mins: 10_080,
    });
    expect(answer.status).toBe(200);
    expect(answer.json.magic_link_url).toContain(
      `/link?o=${tenant.organizationId}#token=${answer.json.link_token}`,
    );
  });

  it('refuses', async () => {
    expectProblem(
      await harness.send({ method: 'POST', url, payload: endUser }),
      401,
      'authorization_missing',
    );
    expectProblem(await post(url), 400, 'invalid_value');
    expectProblem(await post(url, {}), 400, 'field_missing', '/end_user_origin_id');
    expectProblem(
      await post(url, { ...endUser, end_user_origin_id: 7 }),
      400,
      'invalid_value',
      '/end_user_origin_id',
    );
    expectProblem(
      await post(url, { ...endUser, end_user_origin_id: 'a\0' }),
      400,
      'invalid_value',
      '/end_user_origin_id',
    );
    expectProblem(
      await post(url, { ...endUser, categories: ['ats'] }),
      400,
      'category_unsupported',
      '/categories',
    );
    expectProblem(await post(url, { ...endUser, categories: ['x'] }), 400, 'invalid_value', '/categories/0');
    expectProblem(
      await post(url, { ...endUser, link_expiry_mins: 5 }),
      400,
      'link_expiry_out_of_range',
      '/link_expiry_mins',
    );
    expectProblem(
      await post(url, { ...endUser, integration: 'nope' }),
      400,
      'integration_unknown',
      '/integration',
    );
    const email = await post(url, { ...endUser, end_user_email_address: 'canary' });
    expect([email.status, email.text.includes('canary')]).toEqual([400, false]);
  });
});

describe("the modal's calls", () => {
  it('walk the session by its link token alone', async () => {
    const token = await start({ ...endUser, end_user_origin_id: 'walk' });
    const view = await modal('GET', '', token);
    expectDocumented(view, 'get', '/link/api/session');
    expect(view.json).toMatchObject({
      state: 'awaiting_consent',
      employer_name: 'Acme Inc',
      problem: null,
      sync: null,
    });
    const consented = await consentTo(harness, token);
    expectDocumented(consented, 'post', '/link/api/session/consent');
    expect(consented.json.state).toBe('awaiting_invitation');
    expectProblem(await modal('POST', '/public-token', token), 409, 'link_session_not_linked');
    const { json } = await modal('GET', '', token);
    expect(json.state).toBe('awaiting_invitation');
  });

  it('check the permissions again', async () => {
    const token = await start({ ...endUser, end_user_origin_id: 'check' });
    await sql`update link_sessions s set state = 'awaiting_permissions' from linked_accounts a
               where a.id = s.linked_account_id and a.end_user_origin_id = 'check'`.execute(
      harness.context.db,
    );
    expectProblem(await modal('POST', '/check-permissions', token), 409, 'nothing_to_check');
    await sql`insert into service_accounts (linked_account_id, user_name, sealed_password, password_set_at,
                sealed_authenticator_secret, authenticator_confirmed_at, created_at)
              select id, 'u', 'p', now(), 's', now(), now() from linked_accounts
               where end_user_origin_id = 'check'`.execute(harness.context.db);
    const answer = await modal('POST', '/check-permissions', token);
    expectDocumented(answer, 'post', '/link/api/session/check-permissions');
    expect(answer.json.state).toBe('verifying_permissions');
  });

  it('refuse strangers, API keys and tokens that have ended', async () => {
    const token = await start({ ...endUser, end_user_origin_id: 'refuse' });
    const calls = [
      ['GET', ''],
      ['POST', '/consent'],
      ['POST', '/check-permissions'],
      ['POST', '/public-token'],
    ] as const;
    for (const [method, path] of calls) {
      expectProblem(
        await harness.send({ method, url: `/link/api/session${path}` }),
        401,
        'authorization_missing',
      );
      expectProblem(await modal(method, path, tenant.key), 401, 'link_token_invalid');
      expectProblem(await modal(method, path, `${token.slice(0, -3)}AAA`), 401, 'link_token_invalid');
    }
    const answer = await harness.get('/hris/v1/linked-accounts', { authorization: `Bearer ${token}` });
    expectProblem(answer, 401, 'api_key_invalid');
    harness.clock.advance(31 * 60_000);
    expectProblem(await modal('GET', '', token), 401, 'link_token_expired');
  });
});

describe('the exchange', () => {
  const exchanges = [
    ['GET', '/api/hris/v1/account-token'],
    ['GET', '/hris/v1/account-token'],
    ['GET', '/api/integrations/account-token'],
    ['POST', '/api/integrations/account-token'],
  ] as const;

  it.each(exchanges)('%s %s works once, for its organization, and not by HEAD', async (method, base) => {
    const originId = `exchange-${method}-${base}`;
    const token = await start({ ...endUser, end_user_origin_id: originId });
    await pretendLinked(originId);
    const issued = await modal('POST', '/public-token', token);
    expectDocumented(issued, 'post', '/link/api/session/public-token');
    const url = `${base}/${issued.json.public_token}`;
    expectProblem(await harness.send({ method, url }), 401, 'authorization_missing');
    expectProblem(
      await harness.send({ method, url, headers: stranger.headers }),
      404,
      'public_token_invalid',
    );
    expect((await harness.send({ method: 'HEAD', url, headers: tenant.headers })).status).toBe(404);
    const answer = await harness.send({ method, url, headers: tenant.headers });
    expectDocumented(answer, method, `${documentedAt(base)}/{public_token}`);
    expect(answer.json.integration).toMatchObject({
      name: 'Justworks',
      slug: 'justworks',
      categories: ['hris'],
    });
    const account = await harness.get('/hris/v1/account-details', {
      ...tenant.headers,
      'x-account-token': answer.json.account_token,
    });
    expect([account.json.id, account.json.end_user_origin_id]).toEqual([answer.json.id, originId]);
    expectProblem(await harness.send({ method, url, headers: tenant.headers }), 404, 'public_token_invalid');
    expectProblem(
      await harness.send({ method, url: `${base}/junk`, headers: tenant.headers }),
      404,
      'public_token_invalid',
    );
  });
});

describe('account-token/regenerate', () => {
  it.each(['/api/hris/v1', '/hris/v1'])(
    '%s gives a new token, the same one to a caller that repeats',
    async (base) => {
      const owner = await createTenant(harness);
      const regenerate = () => post(`${base}/account-token/regenerate`, undefined, owner);
      const first = await regenerate();
      expectDocumented(first, 'post', '/api/hris/v1/account-token/regenerate');
      expect(first.json.linked_account_id).toBe(owner.linkedAccountId);
      expect(first.json.account_token).not.toBe(owner.accountToken);
      expect((await regenerate()).json).toEqual(first.json);
      harness.clock.advance(11 * 60_000);
      expectProblem(await regenerate(), 401, 'account_token_invalid');
      const renewed = { ...owner.headers, 'x-account-token': first.json.account_token };
      expect((await harness.get('/hris/v1/account-details', renewed)).status).toBe(200);
    },
  );

  it('refuses', async () => {
    const url = '/api/hris/v1/account-token/regenerate';
    expectProblem(await harness.send({ method: 'POST', url }), 401, 'authorization_missing');
    const foreign = { ...tenant.headers, 'x-account-token': stranger.accountToken };
    expectProblem(
      await harness.send({ method: 'POST', url, headers: foreign }),
      401,
      'account_token_invalid',
    );
  });
});
