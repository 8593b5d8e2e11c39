import { expect, test } from 'vitest';
import { hydration, SiteClient } from './test-support/site-client.ts';
import {
  codeAt,
  download,
  PASSWORD,
  readyLink,
  signIn,
  startTestSandbox,
  submitCode,
} from './test-support/test-sandbox.ts';

test('throttles and fails for a count of requests, on the path named', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const { client, sandbox } = site;
  sandbox.control.addFault({ fault: 'status_429', retryAfter: 7, count: 2, path: '/settings' });
  expect((await client.get('/dashboard')).status).toBe(200);
  const throttled = await client.get('/settings/company');
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await client.get('/settings/company')).status).toBe(429);
  expect((await client.get('/settings/company')).status).toBe(200);

  sandbox.control.addFault({ fault: 'status_500' });
  expect([(await client.get('/login')).status, (await client.get('/dashboard')).status]).toEqual([500, 500]);
  sandbox.control.clearFaults();
  expect((await client.get('/dashboard')).status).toBe(200);
});

test('answers late', async () => {
  await using site = await startTestSandbox();
  site.sandbox.control.addFault({ fault: 'slow', delayMs: 60_000, path: '/login', count: 1 });
  const request = fetch(`${site.sandbox.url}/login`, { signal: AbortSignal.timeout(100) });
  await expect(request).rejects.toThrow('timeout');
  expect((await site.client.get('/login')).status).toBe(200);
});

test('a slow answer does not hold up the end of the sandbox', async () => {
  const site = await startTestSandbox();
  site.sandbox.control.addFault({ fault: 'slow', delayMs: 600_000 });
  const outcome = fetch(`${site.sandbox.url}/login`).then(
    () => 'answered',
    () => 'cut off',
  );
  await expect.poll(() => site.sandbox.control.journal().length).toBe(1);
  await site[Symbol.asyncDispose]();
  expect(['answered', 'cut off']).toContain(await outcome);
});

test('shows a challenge page with either status', async () => {
  await using site = await startTestSandbox();
  site.sandbox.control.addFault({ fault: 'challenge', count: 1 });
  site.sandbox.control.addFault({ fault: 'challenge', status: 200, count: 1 });
  const [forbidden, ok] = [await site.client.get('/login'), await site.client.get('/login')];
  expect([forbidden.status, ok.status]).toEqual([403, 200]);
  for (const page of [forbidden, ok]) {
    expect(page.body).toContain('<div id="challenge">');
    expect(page.body).toContain('Checking your browser');
  }
});

test('drops sessions at once, on the way, and with the sign-in page as the answer', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const { client, clock, sandbox } = site;
  const signInAgain = async () => {
    clock.advance(60_000);
    await client.post('/login', { username: 'robot', password: PASSWORD });
    await submitCode(client, codeAt(clock.now()));
    expect((await client.get('/dashboard')).status).toBe(200);
  };
  sandbox.control.addFault({ fault: 'signed_out' });
  expect((await client.get('/dashboard')).location).toBe('/login');
  await signInAgain();

  sandbox.control.addFault({ fault: 'signed_out', path: '/reports', count: 1 });
  expect((await client.get('/settings/company')).status).toBe(200);
  expect((await client.get('/reports/request?report_type=work_history')).location).toBe('/login');
  expect((await client.get('/dashboard')).location).toBe('/login');
  await signInAgain();

  sandbox.control.addFault({ fault: 'signed_out', answer: 'login_page' });
  const page = await client.get('/dashboard');
  expect([page.status, page.body.includes('name="password"')]).toEqual([200, true]);
  await signInAgain();
});

test('an expired password stops the sign-in, a reset authenticator offers enrolment', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const { sandbox } = site;
  sandbox.control.addFault({ fault: 'password_expired', count: 1 });
  const client = new SiteClient(sandbox.url);
  const answer = await client.post('/login', { username: 'robot', password: PASSWORD });
  expect(answer.location).toBe('/password/expired');
  const expired = await client.get('/password/expired');
  expect([expired.status, expired.body.includes('Your password has expired')]).toEqual([200, true]);
  expect((await client.get('/tfa')).location).toBe('/login');

  sandbox.control.addFault({ fault: 'mfa_reset' });
  await client.post('/login', { username: 'robot', password: PASSWORD });
  expect(hydration(await client.get('/tfa'), 'tfaInfo')).toMatchObject({ key: expect.any(String) });
});

test('another company stands in for the linked one', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const own = hydration(await site.client.get('/dashboard'), 'currentCompany') as { id: string };
  site.sandbox.control.addFault({ fault: 'other_company', count: 1 });
  const other = hydration(await site.client.get('/dashboard'), 'currentCompany') as { id: string };
  expect(other.id).toMatch(/^company_.{26}$/);
  expect(other.id).not.toBe(own.id);
  expect(hydration(await site.client.get('/dashboard'), 'currentCompany')).toEqual(own);
});

test('a report stays stuck or fails, and a link can be expired', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const { client, sandbox } = site;
  sandbox.control.addFault({ fault: 'stuck_report', path: '/report-files/employee_census' });
  const asked = await client.post('/reports/request', { report_type: 'employee_census' }, '/dashboard');
  for (let look = 0; look < 5; look += 1) {
    expect((await client.get(asked.location!)).body).toContain('Generating your report');
  }
  expect((await download(client, 'work_history')).status).toBe(200);
  sandbox.control.clearFaults();
  sandbox.control.addFault({ fault: 'failed_report', count: 1 });
  expect(hydration(await client.get(asked.location!), 'report')).toMatchObject({ status: 'failed' });

  const url = await readyLink(client, 'employee_census');
  sandbox.control.addFault({ fault: 'expired_download', count: 1 });
  const denied = await client.get(url);
  expect([denied.status, denied.body.includes('AccessDenied')]).toEqual([403, true]);
  expect((await client.get(url)).status).toBe(200);
});

test('an authenticator is forgotten for a number of sign-ins', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  site.sandbox.control.addFault({ fault: 'mfa_reset', count: 1 });
  expect(site.sandbox.control.state().thirdParties[0]).toMatchObject({ hasAuthenticator: true });
  const client = new SiteClient(site.sandbox.url);
  await client.post('/login', { username: 'robot', password: PASSWORD });
  const { key } = hydration(await client.get('/tfa'), 'tfaInfo') as { key: string };
  expect((await submitCode(client, codeAt(site.clock.now(), key), key)).location).toBe('/dashboard');
  expect(site.sandbox.control.faults()).toEqual([]);
});

test('a password is expired for as long as the fault stands', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  site.sandbox.control.addFault({ fault: 'password_expired' });
  const client = new SiteClient(site.sandbox.url);
  const form = { username: 'robot', password: PASSWORD };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    expect((await client.post('/login', form)).location).toBe('/password/expired');
  }
  site.sandbox.control.clearFaults();
  expect((await client.post('/login', form)).location).toBe('/tfa');
});

test('a page that depends on a permission closes as if it were lost, and others stay open', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const { client, sandbox } = site;
  sandbox.control.addFault({ fault: 'missing_permission', permission: 'View invoices & reporting' });
  const report = '/reports/request?report_type=work_history';
  expect((await client.get(report)).status).toBe(403);
  expect((await client.get('/settings/company')).status).toBe(200);
  expect((await client.get('/members/contractors')).status).toBe(200);
  sandbox.control.clearFaults();
  expect((await client.get(report)).status).toBe(200);
  const permission = 'Manage employees';
  sandbox.control.addFault({ fault: 'missing_permission', permission, path: '/members', count: 1 });
  expect((await client.get(report)).status).toBe(200);
  expect((await client.get('/members/contractors')).status).toBe(403);
  expect((await client.get('/members/contractors')).status).toBe(200);
});

test('every fault without a count stays until it is cleared, and one alone can be cleared', async () => {
  await using site = await startTestSandbox();
  const { control } = site.sandbox;
  control.addFault({ fault: 'status_500', path: '/login' });
  const other = control.addFault({ fault: 'status_429', path: '/login' });
  for (let request = 0; request < 4; request += 1) expect((await site.client.get('/login')).status).toBe(429);
  control.clearFaults(other!.id);
  expect((await site.client.get('/login')).status).toBe(500);
  control.clearFaults();
  expect((await site.client.get('/login')).status).toBe(200);
});
