import { describe, expect, it } from 'vitest';
import {
  createAccount,
  createContext,
  createEmployerScript,
  NOW,
  SECRET,
} from '../../../../test/support/justworks/employer-script.ts';
import {
  LOGIN_FORM,
  page,
  redirect,
  type SeenRequest,
} from '../../../../test/support/justworks/scripted-site.ts';
import { ConnectorError } from '../../errors.ts';
import { signInWithAuthenticator, startSignIn } from './sign-in.ts';
import { createSite } from './site.ts';
import { codeAt } from './two-factor.ts';

const site = createSite({});
const stepNow = Math.floor(NOW.getTime() / 30_000);

describe('startSignIn', () => {
  it('sends the password once and answers the challenge', async () => {
    const http = createEmployerScript();
    const account = createAccount();
    const signIn = await startSignIn(site, createContext(http), account);
    expect(signIn.step).toEqual({ step: 'code_required' });
    expect(account.saved).toBeNull();
    await signIn.submitCode(SECRET, false);
    expect(http.requests.find(({ method }) => method === 'POST')?.form).toEqual({
      username: account.userName,
      password: account.password,
    });
    expect(http.requests.at(-1)?.form).toEqual({
      method: 'app',
      auth_code: codeAt(SECRET, stepNow),
      remember_this_device: 'false',
    });
    expect(account.saved).toContain('_justworks_session');
  });

  it('gives the offered secret back when it enrols', async () => {
    const http = createEmployerScript().on(
      'GET /tfa',
      page({ tfaInfo: { key: 'NEWSECRETNEWSECR', method: 'app' } }),
    );
    const signIn = await startSignIn(site, createContext(http), createAccount());
    expect(signIn.step).toEqual({ step: 'enrollment_offered', secret: 'NEWSECRETNEWSECR' });
    await signIn.submitCode('NEWSECRETNEWSECR', true);
    expect(http.requests.at(-1)?.form).toMatchObject({
      key: 'NEWSECRETNEWSECR',
      auth_code: codeAt('NEWSECRETNEWSECR', stepNow),
    });
  });

  it('makes the code for the time at the source', async () => {
    const date = new Date(NOW.getTime() + 90_000).toUTCString();
    const http = createEmployerScript().on('GET /tfa', {
      ...page({ tfaInfo: { method: 'app' } }),
      headers: { date },
    });
    const account = createAccount();
    await (await startSignIn(site, createContext(http), account)).submitCode(SECRET, false);
    expect(account.steps).toEqual([stepNow + 3]);
  });

  it.each([
    ['a wrong password', page({}, `<p class="error">Sign-in error: no.</p>${LOGIN_FORM}`), 'bad_credentials'],
    ['a locked account', page({}, `<p>The account is locked.</p>${LOGIN_FORM}`), 'bad_credentials'],
    ['an expired password', redirect('/password/expired'), 'password_expired'],
    ['a stale form', { ...page({}), status: 422 }, 'unexpected_page'],
    ['a challenge', page({}, '<div id="challenge"></div>'), 'challenge_page'],
    ['a failure', { status: 502 }, 'source_unavailable'],
  ])('gives up after one attempt on %s', async (_name, answer, code) => {
    const http = createEmployerScript().on('POST /login', answer);
    const attempt = startSignIn(site, createContext(http), createAccount());
    await expect(attempt).rejects.toMatchObject({ code });
    expect(http.count('POST /login')).toBe(1);
  });

  it.each([
    ['an error', page({ tfaInfo: { method: 'app' } }, '<p class="error">Wrong code</p>'), 'code_refused'],
    ['the same page again', redirect('/tfa'), 'code_refused'],
    ['an expired password', redirect('/password/expired'), 'password_expired'],
    ['the login page', redirect('/login'), 'unexpected_page'],
    ['an unknown page', { ...page({}), status: 404 }, 'unexpected_page'],
  ])('answers the code with %s', async (_name, answer, code) => {
    const http = createEmployerScript().on('POST /tfa', answer);
    const account = createAccount();
    const signIn = await startSignIn(site, createContext(http), account);
    await expect(signIn.submitCode(SECRET, false)).rejects.toMatchObject({ code });
    expect(account.saved).toBeNull();
    expect(http.count('POST /tfa')).toBe(1);
  });
});

describe('startSignIn before anything is sent', () => {
  it('asks the budget, and sends nothing when it is spent', async () => {
    const http = createEmployerScript();
    const spend = () => Promise.reject(new ConnectorError('budget_spent', 'No more today.'));
    const attempt = startSignIn(site, createContext(http), createAccount({ spend }));
    await expect(attempt).rejects.toMatchObject({ code: 'budget_spent', isRetryable: false });
    expect(http.requests).toEqual([]);
  });

  it.each(['/passkey', '/companies/choose'])(
    'is inside when the password alone leads to %s',
    async (path) => {
      const http = createEmployerScript().on('POST /login', redirect(path)).on(`GET ${path}`, page({}));
      const signIn = await startSignIn(site, createContext(http), createAccount());
      expect(signIn.step).toEqual({ step: 'signed_in' });
    },
  );

  it('follows the site to its second host', async () => {
    const http = createEmployerScript().on('POST /login', redirect('https://payroll.justworks.com/tfa'));
    const signIn = await startSignIn(site, createContext(http), createAccount());
    expect(signIn.step).toEqual({ step: 'code_required' });
    expect(http.requests.at(-1)?.url.host).toBe('payroll.justworks.com');
  });

  it('says that the company left', async () => {
    const http = createEmployerScript()
      .on('POST /login', redirect('/account/closed'))
      .on('GET /account/closed', page({ accountClosed: { since: '2026-11-01' } }));
    const attempt = startSignIn(site, createContext(http), createAccount());
    await expect(attempt).rejects.toMatchObject({ code: 'company_left' });
  });
});

describe('a password that was changed and never confirmed', () => {
  const NEWER = 'the newer password';
  function inDoubt() {
    const settled: boolean[] = [];
    const settle = (isValid: boolean) => Promise.resolve(void settled.push(isValid));
    return { settled, account: createAccount({ unconfirmedPassword: { password: NEWER, settle } }) };
  }
  const refusing = (...wrong: string[]) =>
    createEmployerScript().on('POST /login', ({ form }: SeenRequest) =>
      wrong.includes(form['password']!)
        ? page({}, `<p class="error">Sign-in error</p>${LOGIN_FORM}`)
        : redirect('/tfa'),
    );

  it.each([
    ['the newer one is valid', refusing('correct horse battery'), [true], [NEWER]],
    ['the older one is valid', refusing(NEWER), [false], [NEWER, 'correct horse battery']],
  ])('is settled by a sign-in when %s', async (_name, http, expected, sent) => {
    const { account, settled } = inDoubt();
    await signInWithAuthenticator(site, createContext(http), account);
    expect(settled).toEqual(expected);
    const posts = http.requests.filter(({ method, url }) => method === 'POST' && url.pathname === '/login');
    expect(posts.map(({ form }) => form['password'])).toEqual(sent);
  });

  it('is tried once each when neither is valid', async () => {
    const { account, settled } = inDoubt();
    const http = refusing(NEWER, 'correct horse battery');
    const attempt = signInWithAuthenticator(site, createContext(http), account);
    await expect(attempt).rejects.toMatchObject({ code: 'bad_credentials' });
    expect(http.count('POST /login')).toBe(2);
    expect(settled).toEqual([false]);
  });

  it('stays in doubt when the site is away', async () => {
    const { account, settled } = inDoubt();
    const http = createEmployerScript().on('POST /login', { status: 503 });
    const attempt = signInWithAuthenticator(site, createContext(http), account);
    await expect(attempt).rejects.toMatchObject({ code: 'source_unavailable' });
    expect([http.count('POST /login'), settled]).toEqual([1, []]);
  });
});

describe('signInWithAuthenticator', () => {
  it.each([
    ['we hold no secret', createEmployerScript(), null],
    [
      'the source forgot it',
      createEmployerScript().on('GET /tfa', page({ tfaInfo: { key: 'NEW', method: 'app' } })),
      SECRET,
    ],
  ])('asks for a new link when %s', async (_name, http, authenticatorSecret) => {
    const attempt = signInWithAuthenticator(
      site,
      createContext(http),
      createAccount({ authenticatorSecret }),
    );
    await expect(attempt).rejects.toMatchObject({ code: 'authenticator_missing', needsRelink: true });
    expect(http.count('POST /tfa')).toBe(0);
  });
});
