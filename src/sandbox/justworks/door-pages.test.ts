import { expect, test } from 'vitest';
import { hydration, SiteClient } from './test-support/site-client.ts';
import {
  codeAt,
  download,
  PASSWORD,
  signIn,
  startTestSandbox,
  submitCode,
  type TestSandbox,
} from './test-support/test-sandbox.ts';

const DAY_MS = 86_400_000;

async function signInAgain(site: TestSandbox, client = new SiteClient(site.sandbox.url)) {
  site.clock.advance(60_000);
  const first = await client.post('/login', { username: 'robot', password: PASSWORD });
  if (first.location !== '/tfa') return { client, location: first.location };
  return { client, location: (await submitCode(client, codeAt(site.clock.now()))).location };
}

test('a log-in with several companies must choose one, and sees only that one', async () => {
  await using site = await startTestSandbox();
  const id = await signIn(site);
  const { company } = site.sandbox.control.state();
  const { otherCompanies } = site.sandbox.control.addCompanies(id, ['Larch Holding LLC']);
  const { client, location } = await signInAgain(site);
  expect(location).toBe('/companies/choose');
  for (const path of ['/dashboard', '/settings/company', '/reports/request?report_type=work_history']) {
    expect((await client.get(path)).location, path).toBe('/companies/choose');
  }
  const choice = await client.get('/companies/choose');
  expect(hydration(choice, 'companies')).toEqual([
    { id: company.id, name: company.displayName },
    { id: otherCompanies[0]!.id, name: 'Larch Holding' },
  ]);
  expect(hydration(choice, 'currentCompany')).toBeUndefined();
  const choose = (companyId: string) =>
    client.post('/companies/choose', { company_id: companyId }, '/companies/choose');
  expect((await choose('company_unknown')).status).toBe(422);
  expect((await choose(otherCompanies[0]!.id)).location).toBe('/dashboard');
  expect(hydration(await client.get('/dashboard'), 'currentCompany')).toEqual(otherCompanies[0]);
  expect(hydration(await client.get('/settings/company'), 'company')).toMatchObject({
    id: otherCompanies[0]!.id,
    legal_name: 'Larch Holding LLC',
  });
  const file = await download(client);
  expect(file.body.trimEnd().split('\n')).toHaveLength(1);
  expect(file.headers.get('content-disposition')).toContain('Larch Holding Census Report');
  expect(hydration(await client.get('/members/contractors'), 'contractors')).toEqual([]);

  expect((await choose(company.id)).location).toBe('/dashboard');
  expect((await download(client)).body.trimEnd().split('\n')).toHaveLength(25);
  expect((await signInAgain(site)).location).toBe('/companies/choose');
});

test('a log-in with one company has no choice', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  expect((await site.client.get('/companies/choose')).location).toBe('/dashboard');
  expect((await site.client.get('/account/closed')).location).toBe('/dashboard');
  expect((await site.client.get('/passkey')).location).toBe('/dashboard');
});

test('a passkey is offered once per session and can be declined', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  site.sandbox.control.addFault({ fault: 'passkey_prompt', count: 1 });
  const { client, location } = await signInAgain(site);
  expect(location).toBe('/passkey');
  expect((await client.get('/settings/company')).location).toBe('/passkey');
  expect(hydration(await client.get('/passkey'), 'passkey')).toEqual({ enrolled: false });
  expect((await client.post('/passkey', { choice: 'create' }, '/passkey')).status).toBe(422);
  expect((await client.post('/passkey', { choice: 'not_now' }, '/passkey')).location).toBe('/dashboard');
  expect((await client.get('/settings/company')).status).toBe(200);
  expect((await signInAgain(site)).location).toBe('/dashboard');
});

test('a company that left is closed for its visitors until it returns', async () => {
  await using site = await startTestSandbox();
  const id = await signIn(site);
  const { control } = site.sandbox;
  const { company } = control.state();
  control.leaveCompany();
  for (const path of ['/dashboard', '/settings/company', '/reports/request?report_type=work_history']) {
    expect((await site.client.get(path)).location, path).toBe('/account/closed');
  }
  const closed = await site.client.get('/account/closed');
  expect([closed.status, hydration(closed, 'accountClosed')]).toEqual([
    200,
    { company: { id: company.id, name: company.displayName }, since: '2026-03-10' },
  ]);
  expect((await signInAgain(site)).location).toBe('/account/closed');
  expect(() => control.leaveCompany()).toThrow('left already');
  control.returnCompany();
  expect((await site.client.get('/dashboard')).status).toBe(200);

  control.addCompanies(id, ['Larch Holding LLC']);
  control.leaveCompany();
  const { client } = await signInAgain(site);
  const [home, other] = hydration(await client.get('/companies/choose'), 'companies') as { id: string }[];
  const choose = (companyId: string) =>
    client.post('/companies/choose', { company_id: companyId }, '/companies/choose');
  expect((await choose(home!.id)).location).toBe('/account/closed');
  expect((await choose(other!.id)).location).toBe('/dashboard');
});

test('a terminated third party has access until 2:00 AM in New York of the day after', async () => {
  await using site = await startTestSandbox();
  const id = await signIn(site);
  site.sandbox.control.terminateThirdParty(id, '2026-03-10');
  // 15:00 UTC is 11:00 in New York: 15 hours are left.
  site.clock.advance(15 * 3_600_000 - 120_000);
  expect((await site.client.get('/dashboard')).status).toBe(200);
  expect((await signInAgain(site)).location).toBe('/dashboard');
  site.clock.advance(60_000);
  expect((await site.client.get('/dashboard')).location).toBe('/login');
  const refused = await site.client.post('/login', { username: 'robot', password: PASSWORD });
  const wrong = await site.client.post('/login', { username: 'nobody', password: PASSWORD });
  expect([refused.status, refused.body.replace(/"[\w-]{43}"/g, '')]).toEqual([
    200,
    wrong.body.replace(/"[\w-]{43}"/g, ''),
  ]);
  site.sandbox.control.terminateThirdParty(id, null);
  expect((await signInAgain(site)).location).toBe('/dashboard');
  expect(() => site.sandbox.control.terminateThirdParty(id, 'tomorrow')).toThrow('date must be');
});

test('a password lives for 90 days, and is renewed without an end of the session', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const { client } = site;
  const page = await client.get('/account/security');
  expect(hydration(page, 'passwordPolicy')).toEqual({
    expires_at: '2026-06-08T15:00:00.000Z',
    min_length: 15,
  });
  const renew = (changes: Record<string, string> = {}) => {
    const next = 'another long pass phrase';
    const form = { current_password: PASSWORD, password: next, password_confirmation: next, ...changes };
    return client.post('/account/password', form, '/account/security');
  };
  const refusals: [Record<string, string>, string][] = [
    [{ current_password: 'wrong' }, 'the current password is another one'],
    [{ password: 'fourteen chars', password_confirmation: 'fourteen chars' }, 'at least 15'],
    [{ password_confirmation: 'something else entirely' }, 'differ'],
    [{ password: PASSWORD, password_confirmation: PASSWORD }, 'that you have'],
  ];
  for (const [changes, why] of refusals) {
    const refused = await renew(changes);
    expect([refused.status, refused.body.includes(why)], why).toEqual([422, true]);
  }
  site.clock.advance(90 * DAY_MS - 120_001);
  expect((await signInAgain(site)).location).toBe('/dashboard');
  site.clock.advance(60_001);
  expect((await signInAgain(site)).location).toBe('/password/expired');
  expect((await client.get('/dashboard')).status).toBe(200);
  expect((await renew()).location).toBe('/account/security');
  expect((await client.get('/dashboard')).status).toBe(200);
  expect(site.clock.now().toISOString().slice(0, 10)).toBe('2026-06-08');
  expect(hydration(await client.get('/account/security'), 'passwordPolicy')).toMatchObject({
    expires_at: expect.stringMatching(/^2026-09-06T/),
  });
  const other = new SiteClient(site.sandbox.url);
  expect((await other.post('/login', { username: 'robot', password: PASSWORD })).body).toContain(
    'class="error"',
  );
  expect(
    (await other.post('/login', { username: 'robot', password: 'another long pass phrase' })).location,
  ).toBe('/tfa');
});

test('the age of a password is an option', async () => {
  await using site = await startTestSandbox({ passwordMaxAgeDays: 2 });
  await signIn(site);
  site.clock.advance(2 * DAY_MS);
  expect((await signInAgain(site)).location).toBe('/password/expired');
});
