import { expect, test } from 'vitest';
import { APP, PartnerClient, type Tokens } from './test-support/partner-client.ts';
import { startTestSandbox } from './test-support/test-sandbox.ts';

const OPTIONS = { oauthApps: [APP] };

test('an admin signs in, reads what is asked and authorizes; the code becomes tokens', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = new PartnerClient(site.sandbox);
  const [admin] = site.sandbox.control.employerAdmins();
  const request = await client.openConsent();
  const introduction = await client.step('sign-in', {
    request,
    username: admin!.userName,
    password: admin!.password,
  });
  expect(await introduction.text()).toContain('Next');
  const asked = await (await client.step('next', { request })).text();
  for (const scope of APP.scopes) expect(asked).toContain(scope);
  const decided = await client.step('decision', { request, decision: 'authorize', acknowledged: 'yes' });
  expect(decided.status).toBe(302);
  const callback = new URL(decided.headers.get('location')!);
  expect(callback.origin + callback.pathname).toBe(APP.redirectUris[0]);
  expect(callback.searchParams.get('state')).toBe('state-1');

  const exchanged = await client.exchange(callback.searchParams.get('code')!);
  expect(exchanged).toMatchObject({
    status: 200,
    json: {
      token_type: 'Bearer',
      expires_in: 86_400,
      expires_at: '2026-03-11T15:00:00.000Z',
      scope: APP.scopes.join(' '),
    },
  });
  client.useAccessToken((exchanged.json as unknown as Tokens).access_token);
  expect((await client.get('/v1/company')).status).toBe(200);
});

test('an unknown client or redirect URI gets a page, another mistake goes back to the app', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = new PartnerClient(site.sandbox);
  const open = (query: Record<string, string>) => fetch(client.authorizeUrl(query), { redirect: 'manual' });
  expect((await open({ client_id: 'nobody' })).status).toBe(400);
  expect((await open({ redirect_uri: `${APP.redirectUris[0]}/` })).status).toBe(400);
  const token = await open({ response_type: 'token' });
  expect(token.headers.get('location')).toBe(
    `${APP.redirectUris[0]}?error=unsupported_response_type&state=state-1`,
  );
  const scope = await open({ scope: 'company.bank_account:read' });
  expect(scope.headers.get('location')).toBe(`${APP.redirectUris[0]}?error=invalid_scope&state=state-1`);
});

test('a wrong password, a missing tick and a step too early lead nowhere; cancel tells the app', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = new PartnerClient(site.sandbox);
  const [admin, limited] = site.sandbox.control.employerAdmins();
  const request = await client.openConsent();
  expect(
    (await client.step('decision', { request, decision: 'authorize', acknowledged: 'yes' })).status,
  ).toBe(400);
  const wrong = await client.step('sign-in', { request, username: admin!.userName, password: 'wrong' });
  expect(await wrong.text()).toContain('The user name or the password is wrong.');
  const locked = await client.step('sign-in', {
    request,
    username: limited!.userName,
    password: limited!.password,
  });
  expect([locked.status, await locked.text()]).toEqual([403, expect.stringContaining('Manage employees')]);

  await client.step('sign-in', { request, username: admin!.userName, password: admin!.password });
  const untouched = await client.step('decision', { request, decision: 'authorize' });
  expect([untouched.status, await untouched.text()]).toEqual([200, expect.stringContaining('Tick the box')]);
  const cancelled = await client.step('decision', { request, decision: 'cancel' });
  expect(cancelled.headers.get('location')).toBe(`${APP.redirectUris[0]}?error=access_denied&state=state-1`);
  expect((await client.step('next', { request })).status).toBe(400);
  expect(site.sandbox.control.oauthGrants()).toEqual([]);
});

test('the tick box stands there for sex and date of birth only', async () => {
  const scopes = ['member.basic:read', 'member.sex:read', 'member.dob:read'];
  const app = { ...APP, scopes };
  await using site = await startTestSandbox({ oauthApps: [app] });
  const client = new PartnerClient(site.sandbox, app);
  const { userName, password } = site.sandbox.control.employerAdmins()[0]!;
  const hasTick = async (scope: string) => {
    const request = await client.openConsent({ scope });
    await client.step('sign-in', { request, username: userName, password });
    return (await (await client.step('next', { request })).text()).includes('type="checkbox"');
  };
  const answers = [];
  for (const scope of scopes) answers.push(await hasTick(scope));
  expect(answers).toEqual([false, true, true]);
});

test('a log-in with several companies chooses one, and the token reads that one', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = new PartnerClient(site.sandbox);
  const { control } = site.sandbox;
  const { userName, password } = control.employerAdmins()[0]!;
  const [own, other] = control.setAdminCompanies(userName, ['Other Goods']).companies;
  expect(own!.id).toBe(control.state().company.id);
  const request = await client.openConsent();
  const choice = await client.step('sign-in', { request, username: userName, password });
  expect(await choice.text()).toContain('Other Goods');
  expect((await client.step('company', { request, company_id: 'company_unknown' })).status).toBe(422);
  await client.step('company', { request, company_id: other!.id });
  const decided = await client.step('decision', { request, decision: 'authorize', acknowledged: 'yes' });
  const { json } = await client.exchange(new URL(decided.headers.get('location')!).searchParams.get('code')!);
  client.useAccessToken((json as unknown as Tokens).access_token);
  expect((await client.get('/v1/company')).json).toMatchObject({
    id: other!.id,
    display_name: 'Other Goods',
  });
  expect((await client.get('/v1/members')).json).toEqual({ items: [], next_cursor: null });
});

test('a code is good once, for ten minutes, for its app and its redirect URI', async () => {
  const second = { ...APP, clientId: 'client-2', clientSecret: 'another' };
  await using site = await startTestSandbox({ oauthApps: [APP, second] });
  const client = new PartnerClient(site.sandbox);
  const newCode = async () => (await client.authorize()).get('code')!;
  const refused = { status: 400, json: { error: 'invalid_grant' } };

  const used = await newCode();
  expect((await client.exchange(used)).status).toBe(200);
  expect(await client.exchange(used)).toMatchObject(refused);
  expect(await new PartnerClient(site.sandbox, second).exchange(await newCode())).toMatchObject(refused);
  const elsewhere = { code: await newCode(), redirect_uri: 'https://elsewhere.example/' };
  expect(await client.token({ grant_type: 'authorization_code', ...elsewhere })).toMatchObject(refused);
  const late = await newCode();
  site.clock.advance(600_000);
  expect(await client.exchange(late)).toMatchObject(refused);
});

test('a refresh token is dead after its use and after 30 days, an access token after 24 hours', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = new PartnerClient(site.sandbox);
  const first = await client.connect();
  const refresh = (token: string) => client.token({ grant_type: 'refresh_token', refresh_token: token });
  site.clock.advance(86_400_000 - 1);
  expect((await client.get('/v1/company')).status).toBe(200);
  site.clock.advance(1);
  expect(await client.get('/v1/company')).toMatchObject({
    status: 401,
    json: { error: { code: 'unauthorized' } },
  });
  const renewed = (await refresh(first.refresh_token)).json as unknown as Tokens;
  client.useAccessToken(renewed.access_token);
  expect((await client.get('/v1/company')).status).toBe(200);
  const dead = { status: 400, json: { error: 'invalid_grant' } };
  expect(await refresh(first.refresh_token)).toMatchObject(dead);
  site.clock.advance(30 * 86_400_000);
  expect(await refresh(renewed.refresh_token)).toMatchObject(dead);
});

test('revoking ends the whole grant, for the right client only', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = new PartnerClient(site.sandbox);
  const tokens = await client.connect();
  const revoke = (form: Record<string, string>) =>
    fetch(`${site.sandbox.url}/v1/oauth/revoke`, { method: 'POST', body: new URLSearchParams(form) });
  const secrets = { client_id: APP.clientId, client_secret: APP.clientSecret };
  const wrong = await revoke({ ...secrets, client_secret: 'x', token: tokens.refresh_token });
  expect([wrong.status, await wrong.json()]).toEqual([
    401,
    expect.objectContaining({ error: 'invalid_client' }),
  ]);
  expect((await client.get('/v1/company')).status).toBe(200);
  expect((await revoke({ ...secrets, token: tokens.refresh_token })).status).toBe(200);
  expect((await client.get('/v1/company')).status).toBe(401);
  const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
  expect(refreshed).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  expect(site.sandbox.control.oauthGrants()[0]!.revokedAt).toBe('2026-03-10T15:00:00.000Z');
});

test('the token endpoint refuses what is no request of an app', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = new PartnerClient(site.sandbox);
  const url = `${site.sandbox.url}/oauth/token`;
  const asJson = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect([asJson.status, await asJson.json()]).toEqual([
    400,
    expect.objectContaining({ error: 'invalid_request' }),
  ]);
  expect(await client.token({ client_id: 'nobody' })).toMatchObject({
    status: 401,
    json: { error: 'invalid_client' },
  });
  expect(await client.token({ grant_type: 'password' })).toMatchObject({
    status: 400,
    json: { error: 'unsupported_grant_type' },
  });
  expect(await client.token({ grant_type: 'refresh_token' })).toMatchObject({
    status: 400,
    json: { error: 'invalid_request' },
  });
});

test('apps are registered and changed later, and no secret is shown', async () => {
  await using site = await startTestSandbox();
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${site.sandbox.url}/control${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  expect((await post('/oauth-apps', { ...APP, scopes: ['read:everything'] })).status).toBe(422);
  expect((await post('/oauth-apps', { clientId: 'x' })).status).toBe(422);
  expect((await post('/oauth-apps', APP)).status).toBe(200);
  const moved = 'http://127.0.0.1:4000/callback';
  const changed = await post('/oauth-apps', { clientId: APP.clientId, redirectUris: [moved] });
  expect(changed.status).toBe(200);
  expect(changed.text).not.toContain(APP.clientSecret);
  const client = new PartnerClient(site.sandbox, { ...APP, redirectUris: [moved] });
  await client.connect();
  expect((await post('/oauth-grants/expire-access-tokens', {})).text).not.toContain('sandbox_');
  expect((await client.get('/v1/company')).status).toBe(401);
  expect((await post('/oauth-grants/revoke', { id: 'grant_unknown' })).status).toBe(404);
});

test('who has left Justworks gets no new tokens', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = new PartnerClient(site.sandbox);
  const tokens = await client.connect();
  const refresh = () => client.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
  site.sandbox.control.leaveCompany();
  expect(await refresh()).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  site.sandbox.control.returnCompany();
  expect((await refresh()).status).toBe(200);
});
