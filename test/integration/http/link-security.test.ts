import { sql } from 'kysely';
import { SignJWT, decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  consentTo,
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Answer,
  type Harness,
  type Tenant,
} from './harness.ts';

const LOG_IN = {
  user_name: 'canary-admin@acme.example',
  password: 'canary-Passw0rd',
  authenticator_secret: 'CANARYCANARYCANARY234567',
};

let harness: Harness;
let tenant: Tenant;
beforeAll(async () => {
  harness = await createHarness({
    MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: 'client',
    MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: 'client-secret',
    MUSTER_PUBLIC_URL: 'https://muster.example',
  });
  tenant = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const modal = (method: 'GET' | 'POST', path: string, token: string, payload: object = {}): Promise<Answer> =>
  harness.send({
    method,
    url: `/link/api/session${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(method === 'POST' && { payload }),
  });

async function start(originId: string, connectionMethod = 'credentials'): Promise<string> {
  const { json } = await harness.send({
    method: 'POST',
    url: '/api/hris/v1/link-token',
    headers: tenant.headers,
    payload: {
      end_user_origin_id: originId,
      end_user_organization_name: `Employer ${originId}`,
      connection_method: connectionMethod,
    },
  });
  return json.link_token;
}

async function pretendLinked(originId: string): Promise<void> {
  await sql`
    update link_sessions session set state = 'linked', ended_at = now()
      from linked_accounts account
     where account.id = session.linked_account_id and account.end_user_origin_id = ${originId}`.execute(
    harness.context.db,
  );
}

describe('a link token', () => {
  it('opens one session, and no other', async () => {
    const [first, second] = [await start('first'), await start('second')];
    expect((await modal('GET', '', first)).json.employer_name).toBe('Employer first');
    expect((await modal('GET', '', second)).json.employer_name).toBe('Employer second');
    const claims = decodeJwt(second);
    const [header, , signature] = first.split('.');
    const forged = [
      // Another's claims under the own signature, no signature, a key of one's own.
      [header, second.split('.')[1], signature].join('.'),
      [toBase64({ alg: 'none' }), second.split('.')[1], ''].join('.'),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32)),
      tenant.key,
    ];
    for (const token of forged) {
      expectProblem(await modal('GET', '', token), 401, 'link_token_invalid');
      expectProblem(await modal('POST', '/public-token', token), 401, 'link_token_invalid');
    }
    const asKey = await harness.get('/api/v1/link-sessions', { authorization: `Bearer ${first}` });
    expect(asKey.status).toBe(401);
  });

  it('of a session that is over does nothing in the one that follows', async () => {
    const old = await start('over');
    await consentTo(harness, old);
    await pretendLinked('over');
    const fresh = await start('over');
    expect((await modal('GET', '', fresh)).json.state).toBe('awaiting_consent');
    for (const [path, payload] of [
      ['/method', { method: 'service_account' }],
      ['/credentials', LOG_IN],
      ['/company/confirm', { company_id: 'c' }],
      ['/authorization', {}],
    ] as const) {
      const { status } = await modal('POST', path, old, payload);
      // Pressed once more, a confirmation counts for nothing.
      expect([path, path === '/company/confirm' ? 200 : 409]).toEqual([path, status]);
    }
    expect((await modal('GET', '', fresh)).json).toMatchObject({
      state: 'awaiting_consent',
      method: 'credentials',
    });
  });

  it('ends when it says', async () => {
    const token = await start('ending');
    harness.clock.advance(30 * 60_000);
    expectProblem(await modal('GET', '', token), 401, 'link_token_expired');
    expectProblem(await modal('POST', '/credentials', token, LOG_IN), 401, 'link_token_expired');
  });

  it('still says whom to ask when its token has ended, and to nobody else', async () => {
    const token = await start('ended');
    await harness.context.db
      .updateTable('organizations')
      .set({ support_contact: 'help@acme.example' })
      .where('id', '=', tenant.organizationId)
      .execute();
    harness.clock.advance(30 * 60_000);
    const ask = (given: string) =>
      harness.send({
        method: 'GET',
        url: '/link/api/ended-link',
        headers: { authorization: `Bearer ${given}` },
      });
    const answer = await ask(token);
    expectDocumented(answer, 'get', '/link/api/ended-link');
    expect(answer.json).toMatchObject({
      language: 'en',
      organization: { support_contact: 'help@acme.example' },
    });
    expectProblem(await ask(`${token.slice(0, -4)}AAAA`), 401, 'link_token_invalid');
  });
});

describe('a public token', () => {
  it('is exchanged once by a hundred calls at once', async () => {
    const token = await start('public');
    await pretendLinked('public');
    const issued = await modal('POST', '/public-token', token);
    expectDocumented(issued, 'post', '/link/api/session/public-token');
    const url = `/api/hris/v1/account-token/${issued.json.public_token}`;
    const headers = { authorization: tenant.headers.authorization };
    const answers = await Promise.all(Array.from({ length: 100 }, () => harness.get(url, headers)));
    const good = answers.filter(({ status }) => status === 200);
    expect(good).toHaveLength(1);
    const refused = new Set(answers.filter((answer) => answer !== good[0]).map(({ status }) => status));
    expect([...refused]).toEqual([404]);
  });

  it('is issued no more often than a page needs it', async () => {
    const token = await start('often');
    await pretendLinked('often');
    const answers: Answer[] = [];
    for (let time = 0; time < 11; time += 1) answers.push(await modal('POST', '/public-token', token));
    expect(answers.slice(0, 10).every(({ status }) => status === 200)).toBe(true);
    expectProblem(answers[10]!, 429, 'link_session_too_often');
    expect(answers[10]!.headers['retry-after']).toBe('30');
  });
});

describe('a log-in', () => {
  it('is taken a few times, and then the answer says when the next one is', async () => {
    const token = await start('limited');
    await consentTo(harness, token);
    const give = () => modal('POST', '/credentials', token, { ...LOG_IN, authenticator_secret: '123 456' });
    for (let time = 0; time < 6; time += 1)
      expectProblem(await give(), 422, 'authenticator_code_given', '/authenticator_secret');
    const refused = await give();
    expectProblem(refused, 429, 'link_session_too_often');
    expect(refused.headers['retry-after']).toBe('60');
    harness.clock.advance(60_000);
    expectProblem(await give(), 422, 'authenticator_code_given', '/authenticator_secret');
  });

  it('stands in no log line, in no answer and in no address that is told on', async () => {
    const linesBefore = harness.logLines.length;
    const token = await start('canary');
    const consented = await consentTo(harness, token);
    const answers = [
      consented,
      await modal('POST', '/credentials', token, { ...LOG_IN, password: LOG_IN.password.repeat(100) }),
      await modal('POST', '/credentials', token, { ...LOG_IN, user_name: 7 }),
      await modal('POST', '/credentials', token, { ...LOG_IN, authenticator_secret: 'canary-Passw0rd' }),
      await modal('POST', '/credentials', token, LOG_IN),
      await modal('GET', '', token),
      await harness.get('/link/oauth/callback?state=canary-state&code=canary-code&error=canary-error'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 422, 200, 200, 400]);
    const lines = JSON.stringify(harness.logLines.slice(linesBefore));
    expect(lines).toContain('/link/oauth/callback');
    const secrets = [...Object.values(LOG_IN), 'canary-state', 'canary-code', 'canary-error', token];
    for (const secret of secrets) {
      expect(lines).not.toContain(secret);
      for (const { text } of answers) expect(text).not.toContain(secret);
    }
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    }
  });
});

function toBase64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
