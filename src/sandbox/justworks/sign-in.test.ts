import { expect, test } from 'vitest';
import { hydration, SiteClient } from './test-support/site-client.ts';
import {
  codeAt,
  PASSWORD,
  SECRET,
  signIn,
  startTestSandbox,
  submitCode,
} from './test-support/test-sandbox.ts';

const STEP_MS = 30_000;

test('walks through password and challenge to the dashboard', async () => {
  await using site = await startTestSandbox();
  const { client, sandbox, clock } = site;
  sandbox.control.addSignIn({ userName: 'robot', password: PASSWORD, authenticatorSecret: SECRET });

  expect((await client.get('/dashboard')).location).toBe('/login');
  const afterPassword = await client.post('/login', { username: 'Robot', password: PASSWORD });
  expect([afterPassword.status, afterPassword.location]).toEqual([302, '/tfa']);
  expect((await client.get('/dashboard')).location).toBe('/login');
  expect(hydration(await client.get('/tfa'), 'tfaInfo')).toEqual({ method: 'app' });

  const afterCode = await submitCode(client, codeAt(clock.now()));
  expect([afterCode.status, afterCode.location]).toEqual([302, '/dashboard']);
  const dashboard = await client.get('/dashboard');
  expect(dashboard.status).toBe(200);
  expect(hydration(dashboard, 'currentCompany')).toEqual({
    id: expect.stringMatching(/^company_[0-9a-hjkmnp-tv-z]{26}$/),
    name: 'Juniper & Vale Goods',
  });
  expect(hydration(dashboard, 'currentMember')).toMatchObject({ name: 'Service Account' });
  expect(dashboard.body).toContain('Sandbox: a simulated Justworks');
  expect((await client.get('/login')).location).toBe('/dashboard');
});

test('enrols an authenticator with the offered secret only', async () => {
  await using site = await startTestSandbox();
  const { client, sandbox, clock } = site;
  sandbox.control.addSignIn({ userName: 'robot', password: PASSWORD });
  await client.post('/login', { username: 'robot', password: PASSWORD });
  const { key } = hydration(await client.get('/tfa'), 'tfaInfo') as { key: string };
  expect(key).toMatch(/^[A-Z2-7]{32}$/);

  const otherKey = await submitCode(client, codeAt(clock.now()), SECRET);
  expect([otherKey.status, otherKey.body.includes('error')]).toEqual([200, true]);
  expect((await submitCode(client, codeAt(clock.now(), key), key)).location).toBe('/dashboard');
  expect(sandbox.control.state().thirdParties[0]).toMatchObject({ hasAuthenticator: true });
});

test('accepts the steps around now, and each code once', async () => {
  await using site = await startTestSandbox();
  const { clock, sandbox } = site;
  await signIn(site);
  const again = async (code: string) => {
    const client = new SiteClient(sandbox.url);
    await client.post('/login', { username: 'robot', password: PASSWORD });
    return submitCode(client, code);
  };
  const replayed = await again(codeAt(clock.now()));
  expect([replayed.status, replayed.body.includes('error')]).toEqual([200, true]);
  expect((await again(codeAt(new Date(clock.now().getTime() - STEP_MS)))).status).toBe(200);

  const next = codeAt(new Date(clock.now().getTime() + STEP_MS));
  expect((await again(next)).location).toBe('/dashboard');
  clock.advance(STEP_MS);
  expect((await again(next)).status).toBe(200);
  clock.advance(5 * STEP_MS);
  expect((await again(codeAt(new Date(clock.now().getTime() - 2 * STEP_MS)))).status).toBe(200);
  expect((await again(codeAt(new Date(clock.now().getTime() - STEP_MS)))).location).toBe('/dashboard');
});

test('locks the account at the fifth wrong password, for the right one too', async () => {
  await using site = await startTestSandbox();
  const { client, sandbox } = site;
  const { id } = sandbox.control.addSignIn({ userName: 'robot', password: PASSWORD });
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const wrong = await client.post('/login', { username: 'robot', password: 'wrong' });
    expect(wrong.status).toBe(200);
    expect(wrong.body).toContain('class="error"');
    expect(wrong.body).not.toContain('locked');
  }
  expect((await client.post('/login', { username: 'robot', password: 'wrong' })).body).toContain('locked');
  expect((await client.post('/login', { username: 'robot', password: PASSWORD })).body).toContain('locked');
  sandbox.control.unlock(id);
  expect((await client.post('/login', { username: 'robot', password: PASSWORD })).location).toBe('/tfa');
});

test('refuses a write without the token of the session', async () => {
  await using site = await startTestSandbox();
  const { client, sandbox } = site;
  sandbox.control.addSignIn({ userName: 'robot', password: PASSWORD });
  const form = { username: 'robot', password: PASSWORD };
  expect((await client.postWithToken('/login', form, 'another')).status).toBe(422);
  const token = hydration(await client.get('/login'), 'form_authenticity_token') as string;
  const asField = await client.postWithToken('/login', { ...form, authenticity_token: token }, 'another');
  expect(asField.location).toBe('/tfa');
});

test('a signed-in page never carries the word that means a failed sign-in', async () => {
  await using site = await startTestSandbox();
  const { client } = site;
  expect((await client.get('/login')).body.toLowerCase()).not.toContain('error');
  await signIn(site);
  expect((await client.get('/dashboard')).body.toLowerCase()).not.toContain('error');
});
