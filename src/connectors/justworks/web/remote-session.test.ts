import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OutboundHttpError } from '../../../lib/outbound-http.ts';
import {
  createContext,
  createEmployerScript,
  NOW,
} from '../../../../test/support/justworks/employer-script.ts';
import {
  createScriptedSite,
  loginPage,
  page,
  redirect,
} from '../../../../test/support/justworks/scripted-site.ts';
import { createWebRemoteSession } from './remote-session.ts';
import { createSite } from './site.ts';

const site = createSite({});
const challenge = page({}, '<div id="challenge">Checking your browser</div>');

function open(http = createScriptedSite(), state: string | null = null) {
  return createWebRemoteSession(site, createContext(http), state);
}

describe('open', () => {
  it.each([
    ['a redirect to the login page', redirect('/login'), 'signed_out'],
    ['the login page with status 200', loginPage(), 'signed_out'],
    ['a redirect to the two-factor page', redirect('/tfa'), 'signed_out'],
    ['an expired password', redirect('/password/expired'), 'password_expired'],
    ['a challenge with status 200', challenge, 'challenge_page'],
    ['a challenge with status 403', { ...challenge, status: 403 }, 'challenge_page'],
    ['a challenge with status 503', { ...challenge, status: 503 }, 'challenge_page'],
    ['a refusal', { ...page({}), status: 403 }, 'permission_missing'],
    ['a lost page', { ...page({}), status: 404 }, 'unexpected_page'],
    ['a failure', { ...page({}), status: 500 }, 'source_unavailable'],
    ['a redirect to another host', redirect('https://evil.example/dashboard'), 'unexpected_page'],
    ['a redirect to user info', redirect('https://secure.justworks.com:x@evil.example/'), 'unexpected_page'],
    ['a redirect off the list', redirect('/logout'), 'unexpected_page'],
    ['a circle', redirect('/dashboard'), 'unexpected_page'],
  ])('meets %s', async (_name, answer, code) => {
    const http = createEmployerScript().on('GET /dashboard', answer).on('GET /login', loginPage());
    http.on('GET /tfa', page({})).on('GET /password/expired', page({}));
    await expect(open(http).open('/dashboard', 'dashboard')).rejects.toMatchObject({
      code,
      subject: 'dashboard',
    });
    expect(http.requests.every(({ url }) => url.origin === 'https://secure.justworks.com')).toBe(true);
  });

  it.each([
    ['120', 120_000],
    [new Date(NOW.getTime() + 90_000).toUTCString(), 90_000],
    ['999999999', 86_400_000],
    ['later', undefined],
  ])('tells how long to wait after 429 with Retry-After %s', async (header, retryAfterMs) => {
    const http = createScriptedSite().on('GET /dashboard', {
      status: 429,
      headers: { 'retry-after': header },
    });
    await expect(open(http).open('/dashboard', 'dashboard')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs,
      isRetryable: true,
    });
  });

  it('calls a broken connection an absent source', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('reset')) });
    const http = createScriptedSite().on('GET /dashboard', { body: broken });
    await expect(open(http).open('/dashboard', 'dashboard')).rejects.toMatchObject({
      code: 'source_unavailable',
    });
    http.on('GET /dashboard', () => {
      throw new OutboundHttpError('timeout', 'https://secure.justworks.com/dashboard took too long');
    });
    const failure = await open(http)
      .open('/dashboard', 'dashboard')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'source_unavailable' });
    expect(inspect(failure)).not.toContain('https://');
  });

  it('asks nothing more once it is aborted', async () => {
    const http = createScriptedSite();
    const context = createContext(http, { signal: AbortSignal.abort(new Error('stop')) });
    await expect(createWebRemoteSession(site, context, null).open('/dashboard', 'x')).rejects.toThrow('stop');
    expect(http.requests).toEqual([]);
  });
});

describe('exchange', () => {
  it.each([
    ['GET', 'https://secure.justworks.com/logout'],
    ['POST', 'https://secure.justworks.com/settings/company'],
    ['GET', 'https://secure.justworks.com/reports/a/b/c'],
    ['GET', 'http://secure.justworks.com/login'],
    ['GET', 'https://secure.justworks.com:8443/login'],
    ['GET', 'https://a:b@secure.justworks.com/login'],
  ] as const)('never sends %s %s', async (method, url) => {
    const http = createScriptedSite();
    const request = open(http).exchange({ method, url: new URL(url), subject: 'page' });
    await expect(request).rejects.toMatchObject({ code: 'unexpected_page' });
    expect(http.requests).toEqual([]);
  });

  it('keeps cookies per host and carries them over in its state', async () => {
    const http = createScriptedSite().on('GET /login', {
      ...loginPage(),
      headers: {
        'set-cookie': ['a=1; Path=/; HttpOnly; Secure', 'b=2; Path=/tfa', 'c=3; Domain=evil.example'],
      },
    });
    const first = open(http);
    await first.exchange({ method: 'GET', url: first.resolve('/login'), subject: 'login' });
    const second = open(http, first.toState());
    await second.exchange({ method: 'GET', url: second.resolve('/login'), subject: 'login' });
    expect(http.requests.map(({ headers }) => headers['cookie'])).toEqual([undefined, 'a=1']);
  });

  it('starts afresh with a state that it can not read', async () => {
    const http = createScriptedSite().on('GET /login', loginPage());
    const web = open(http, 'not a state');
    await web.exchange({ method: 'GET', url: web.resolve('/login'), subject: 'login' });
    expect(http.requests[0]?.headers).not.toHaveProperty('cookie');
  });
});

describe('sourceNow', () => {
  it.each([
    [2, 0],
    [45, 45],
    [-90, -90],
    [3600, 0],
  ])('with a Date header %i s ahead differs by %i s', async (ahead, seconds) => {
    const date = new Date(Math.trunc(NOW.getTime() / 1000) * 1000 + ahead * 1000).toUTCString();
    const http = createScriptedSite().on('GET /login', { ...loginPage(), headers: { date } });
    const web = open(http);
    await web.exchange({ method: 'GET', url: web.resolve('/login'), subject: 'login' });
    expect(web.sourceNow().getTime() - NOW.getTime()).toBe(seconds * 1000);
  });
});

describe('submit', () => {
  it('sends the token of the page and the form, and refuses a page without one', async () => {
    const http = createEmployerScript();
    const web = open(http);
    const form = await web.exchange({ method: 'GET', url: web.resolve('/login'), subject: 'login' });
    await web.submit(form, web.resolve('/login'), { username: 'a b' }, 'login');
    expect(http.requests.at(-1)).toMatchObject({
      headers: { 'x-csrf-token': 'token-1', 'content-type': 'application/x-www-form-urlencoded' },
      form: { username: 'a b' },
    });
    form.content.hydrations.clear();
    await expect(web.submit(form, web.resolve('/login'), {}, 'login')).rejects.toMatchObject({
      code: 'unexpected_page',
    });
  });
});
