import { describe, expect, it } from 'vitest';
import {
  COMPANY,
  createAccount,
  createContext,
  createEmployerScript,
} from '../../../test/support/justworks/employer-script.ts';
import { page, redirect } from '../../../test/support/justworks/scripted-site.ts';
import { listCompanies, readExpiry, renewPassword } from './log-in.ts';
import { createSite } from './web/site.ts';

const site = createSite({});
const NEW_PASSWORD = 'a brand new password of ours';
const security = (policy: unknown) => page({ currentCompany: COMPANY, passwordPolicy: policy });

describe('listCompanies', () => {
  it('names those that the log-in may choose from, and enters none', async () => {
    const companies = [COMPANY, { id: 'company_birch', name: 'Birch' }];
    const http = createEmployerScript()
      .on('GET /companies/choose', page({ companies }))
      .on('GET /dashboard', redirect('/companies/choose'));
    expect(await listCompanies(site, createContext(http), createAccount())).toEqual([
      { remoteCompanyId: COMPANY.id, name: 'Acme' },
      { remoteCompanyId: 'company_birch', name: 'Birch' },
    ]);
    expect(http.count('POST /companies/choose')).toBe(0);
  });

  it('declines a passkey that stands before the choice', async () => {
    const companies = [COMPANY, { id: 'company_birch', name: 'Birch' }];
    const http = createEmployerScript()
      .on('GET /companies/choose', redirect('/passkey'), page({ companies }))
      .on('GET /passkey', page({ passkey: { enrolled: false } }))
      .on('POST /passkey', redirect('/companies/choose'));
    expect(await listCompanies(site, createContext(http), createAccount())).toHaveLength(2);
  });

  it('signs in again when the saved remote session has ended', async () => {
    const http = createEmployerScript().on(
      'GET /companies/choose',
      redirect('/login'),
      redirect('/dashboard'),
    );
    const account = createAccount();
    account.saved = '{"cookies":[]}';
    expect(await listCompanies(site, createContext(http), account)).toHaveLength(1);
    expect(http.count('POST /login')).toBe(1);
  });

  it.each([
    ['has no such page', { ...page({}), status: 404 }],
    ['leads on', redirect('/dashboard')],
  ])('names the only company when the site %s, with the saved remote session', async (_name, answer) => {
    const http = createEmployerScript().on('GET /companies/choose', answer);
    const account = createAccount();
    const one = [{ remoteCompanyId: COMPANY.id, name: 'Acme' }];
    expect(await listCompanies(site, createContext(http), account)).toEqual(one);
    expect(await listCompanies(site, createContext(http), account)).toEqual(one);
    expect(http.count('POST /login')).toBe(1);
  });
});

describe('readExpiry', () => {
  it.each([
    [{ expires_at: '2027-01-02T03:04:05Z', min_length: 15 }, new Date('2027-01-02T03:04:05Z')],
    [{ expires_at: null }, null],
    [{}, null],
  ])('reads %j', async (policy, expected) => {
    const http = createEmployerScript().on('GET /account/security', security(policy));
    expect(await readExpiry(site, createContext(http), createAccount())).toEqual(expected);
  });

  it.each([{ expires_at: 'soon' }, { expires_at: 5 }, null])('does not guess from %j', async (policy) => {
    const http = createEmployerScript().on('GET /account/security', security(policy));
    const reading = readExpiry(site, createContext(http), createAccount());
    await expect(reading).rejects.toMatchObject({ code: 'unexpected_page' });
  });
});

describe('renewPassword', () => {
  const renewable = () =>
    createEmployerScript()
      .on('GET /account/security', security({ expires_at: '2027-01-02T03:04:05Z', min_length: 15 }))
      .on('POST /account/password', redirect('/account/security'));

  it('sends old and new with the token of the page', async () => {
    const http = renewable();
    const account = createAccount();
    await renewPassword(site, createContext(http), account, NEW_PASSWORD);
    expect(http.requests.at(-1)).toMatchObject({
      headers: { 'x-csrf-token': 'token-1' },
      form: {
        current_password: account.password,
        password: NEW_PASSWORD,
        password_confirmation: NEW_PASSWORD,
      },
    });
  });

  it.each([
    ['refuses it', { ...page({}, '<p class="error">no</p>'), status: 422 }, 'password_refused'],
    ['is away', { status: 503 }, 'source_unavailable'],
    ['signed us out', redirect('/login'), 'signed_out'],
    ['challenges us', page({}, '<div id="challenge"></div>'), 'challenge_page'],
    ['answers something else', page({}), 'unexpected_page'],
  ])('tells apart when the site %s, and sends it once', async (_name, answer, code) => {
    const http = renewable().on('POST /account/password', answer);
    const attempt = renewPassword(site, createContext(http), createAccount(), NEW_PASSWORD);
    await expect(attempt).rejects.toMatchObject({ code });
    expect(http.count('POST /account/password')).toBe(1);
  });

  it('sends nothing that the rules of the page refuse', async () => {
    const http = renewable().on('GET /account/security', security({ expires_at: null, min_length: 40 }));
    const attempt = renewPassword(site, createContext(http), createAccount(), NEW_PASSWORD);
    await expect(attempt).rejects.toMatchObject({ code: 'password_refused' });
    expect(http.count('POST /account/password')).toBe(0);
  });
});
