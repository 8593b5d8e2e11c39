import { describe, expect, it } from 'vitest';
import {
  createAccount,
  createContext,
  createEmployerScript,
} from '../../../../test/support/justworks/employer-script.ts';
import { page, redirect, type SeenRequest } from '../../../../test/support/justworks/scripted-site.ts';
import { connectWeb } from '../open-remote-session.ts';
import { createWebRemoteSession } from './remote-session.ts';
import { readCurrentCompany } from './settings.ts';
import { createSite } from './site.ts';

const site = createSite({});
const ACME = { id: 'company_acme', name: 'Acme' };
const BIRCH = { id: 'company_birch', name: 'Birch' };

/** A log-in with these companies: every page leads to the choice until one was made. */
function withCompanies(companies: readonly (typeof ACME)[]) {
  let chosen: typeof ACME | undefined;
  const inside = () =>
    chosen ? page({ currentCompany: chosen }) : redirect('https://secure.justworks.com/companies/choose');
  return createEmployerScript()
    .on('GET /dashboard', inside)
    .on('GET /companies/choose', page({ companies }))
    .on('POST /companies/choose', ({ form }: SeenRequest) => {
      chosen = companies.find(({ id }) => id === form['company_id']);
      return redirect('/dashboard');
    });
}

describe('a log-in with several companies', () => {
  it('is led into the linked one, and goes on there', async () => {
    const http = withCompanies([ACME, BIRCH]);
    const account = createAccount({ companyId: BIRCH.id });
    const web = await connectWeb(site, createContext(http), account);
    expect(await readCurrentCompany(web)).toEqual({ remoteCompanyId: BIRCH.id, name: 'Birch' });
    expect(
      http.requests.find(({ method, url }) => method === 'POST' && url.pathname === '/companies/choose'),
    ).toMatchObject({
      form: { company_id: BIRCH.id },
      headers: { 'x-csrf-token': 'token-1' },
    });
    expect(http.count('POST /companies/choose')).toBe(1);
  });

  it('is asked about where nobody said which, and nothing is chosen', async () => {
    const http = withCompanies([ACME, BIRCH]);
    const attempt = connectWeb(site, createContext(http), createAccount({ companyId: null }));
    await expect(attempt).rejects.toMatchObject({ code: 'company_choice_needed' });
    expect(http.count('POST /companies/choose')).toBe(0);
  });

  it('needs no choice where there is but one', async () => {
    const http = withCompanies([ACME]);
    const web = await connectWeb(site, createContext(http), createAccount({ companyId: null }));
    expect(await readCurrentCompany(web)).toMatchObject({ remoteCompanyId: ACME.id });
  });

  it('is refused when the linked one is not among them', async () => {
    const http = withCompanies([ACME, BIRCH]);
    const attempt = connectWeb(site, createContext(http), createAccount({ companyId: 'company_cedar' }));
    await expect(attempt).rejects.toMatchObject({ code: 'wrong_company' });
    expect(http.count('POST /companies/choose')).toBe(0);
  });

  it('fails closed when the site enters another one than was chosen', async () => {
    const http = withCompanies([ACME, BIRCH]).on(
      'GET /dashboard',
      redirect('/companies/choose'),
      page({ currentCompany: ACME }),
    );
    const attempt = connectWeb(site, createContext(http), createAccount({ companyId: BIRCH.id }));
    await expect(attempt).rejects.toMatchObject({ code: 'wrong_company' });
  });
});

describe('open', () => {
  it('fails closed when the company changes from one page to the next', async () => {
    const http = createEmployerScript()
      .on('GET /dashboard', page({ currentCompany: ACME }))
      .on('GET /settings/company', page({ currentCompany: BIRCH }));
    const web = createWebRemoteSession(site, createContext(http), null);
    await web.open('/dashboard', 'dashboard');
    await expect(web.open('/settings/company', 'settings')).rejects.toMatchObject({ code: 'wrong_company' });
  });

  it('declines a passkey and goes on where it was going', async () => {
    const http = createEmployerScript()
      .on('GET /dashboard', redirect('/passkey'), page({ currentCompany: ACME }))
      .on('GET /passkey', page({ passkey: { enrolled: false } }))
      .on('POST /passkey', redirect('/dashboard'));
    const web = createWebRemoteSession(site, createContext(http), null, createAccount());
    expect(await readCurrentCompany(web)).toMatchObject({ remoteCompanyId: ACME.id });
    expect(http.requests.filter(({ method }) => method === 'POST').map(({ form }) => form)).toEqual([
      { choice: 'not_now' },
    ]);
  });

  it.each([
    ['asks for a passkey again and again', redirect('/dashboard')],
    ['insists on it', { ...page({}), status: 422 }],
  ])('gives up when the site %s', async (_name, answer) => {
    const http = createEmployerScript()
      .on('GET /dashboard', redirect('/passkey'))
      .on('GET /passkey', page({ passkey: { enrolled: false } }))
      .on('POST /passkey', answer);
    const web = createWebRemoteSession(site, createContext(http), null, createAccount());
    await expect(web.open('/dashboard', 'dashboard')).rejects.toMatchObject({ code: 'unexpected_page' });
    expect(http.count('POST /passkey')).toBeLessThan(5);
  });

  it.each([
    ['leads to the farewell', redirect('/account/closed')],
    ['shows the farewell in its place', page({ accountClosed: { company: ACME, since: '2026-11-01' } })],
  ])('says that the company left when a page %s', async (_name, answer) => {
    const http = createEmployerScript()
      .on('GET /settings/company', answer)
      .on('GET /account/closed', page({}));
    const web = createWebRemoteSession(site, createContext(http), null);
    await expect(web.open('/settings/company', 'settings')).rejects.toMatchObject({ code: 'company_left' });
  });
});
