import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import {
  CENSUS,
  createAccount,
  createContext,
  createEmployerScript,
  reportPage,
} from '../../../../../test/support/justworks/employer-script.ts';
import {
  csv,
  LOGIN_FORM,
  loginPage,
  page,
  redirect,
  type ScriptedAnswer,
  type ScriptedSite,
} from '../../../../../test/support/justworks/scripted-site.ts';
import { createWebRemoteSession } from '../remote-session.ts';
import { createSite } from '../site.ts';
import { signInWithAuthenticator } from '../sign-in.ts';
import { downloadReport } from './download.ts';

const REPORT = 'GET /reports/employee_census';
const FILE = 'GET /reports/employee_census/file';
const pending = page(
  { report: { id: 'r', status: 'pending', download_url: null } },
  'Generating your report',
);
const expired: ScriptedAnswer = {
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
};

async function download(
  http: ScriptedSite,
  overrides: Record<string, unknown> = {},
  names: string[] = [],
): Promise<string> {
  const site = createSite({ poll: { intervalMs: 0, attempts: 3 }, ...overrides });
  const web = await signInWithAuthenticator(site, createContext(http), createAccount());
  await using spooled = await downloadReport(web, 'employee_census', names);
  return await text(spooled.read());
}

describe('downloadReport', () => {
  it('asks for the report, waits until it is ready and reads it', async () => {
    const http = createEmployerScript().on(
      REPORT,
      pending,
      pending,
      reportPage('/reports/employee_census/file'),
    );
    expect(await download(http)).toBe(CENSUS);
    const asked = http.requests.find((request) => request.url.pathname === '/reports/request');
    expect(asked?.url.search).toBe('?report_type=employee_census');
    expect(http.requests.find(({ form }) => form['report_type'])?.headers).toHaveProperty('x-csrf-token');
  });

  it('takes the link from the page when the page carries no status', async () => {
    const shown = page(
      {},
      'Report successfully generated <a href="/reports/employee_census/file">Download Report</a>',
    );
    expect(await download(createEmployerScript().on(REPORT, page({}), shown))).toBe(CENSUS);
  });

  it('renews a link that ran out, once', async () => {
    expect(await download(createEmployerScript().on(FILE, expired, csv(CENSUS)))).toBe(CENSUS);
    const http = createEmployerScript().on(FILE, expired);
    await expect(download(http)).rejects.toMatchObject({ code: 'report_not_ready' });
    expect(http.count(FILE)).toBe(2);
  });

  it('follows the link to a configured file store without our cookies', async () => {
    const store = 'https://files.example';
    const http = createEmployerScript()
      .on(FILE, redirect(`${store}/signed?x=1`))
      .on('GET /signed', csv(CENSUS));
    await expect(download(http)).rejects.toMatchObject({ code: 'unexpected_page' });
    expect(await download(http, { extraDownloadOrigins: [store] })).toBe(CENSUS);
    expect(http.requests.at(-1)?.headers).not.toHaveProperty('cookie');
  });

  it.each([
    ['never gets ready', REPORT, pending, 'report_not_ready'],
    ['fails', REPORT, page({ report: { id: 'r', status: 'failed' } }), 'report_not_ready'],
    ['has no link', REPORT, page({ report: { id: 'r', status: 'ready' } }), 'unexpected_page'],
    ['links elsewhere', REPORT, reportPage('https://evil.example/x.csv'), 'unexpected_page'],
    ['is refused', 'POST /reports/request', { ...page({}), status: 403 }, 'permission_missing'],
    ['is answered by the login page', 'POST /reports/request', loginPage(), 'signed_out'],
    ['comes as a page', FILE, page({}, 'Please come back later'), 'report_not_csv'],
    ['comes as a page that says it is CSV', FILE, csv('\n <!doctype html><p>Later</p>'), 'report_not_csv'],
    ['comes as JSON', FILE, csv('{"error": 1}'), 'report_not_csv'],
    ['comes as the login page', FILE, loginPage(), 'signed_out'],
    ['comes as the login page that says it is CSV', FILE, csv(`<html>${LOGIN_FORM}</html>`), 'signed_out'],
    ['leads to the login page', FILE, redirect('/login'), 'signed_out'],
    [
      'comes as a challenge',
      FILE,
      { ...page({}, '<div id="challenge"></div>'), status: 403 },
      'challenge_page',
    ],
    ['meets a throttle', FILE, { status: 429, headers: { 'retry-after': '5' } }, 'rate_limited'],
    ['is no UTF-8', FILE, csv(Buffer.from('Name\nJos\u00e9\n', 'latin1')), 'report_encoding'],
  ])('gives up when the report %s', async (_name, request, answer, code) => {
    const attempt = download(createEmployerScript().on(request, answer));
    await expect(attempt).rejects.toMatchObject({ code, subject: 'employee_census' });
  });

  it("refuses a file that bears another company's name", async () => {
    const named = (company: string): ScriptedAnswer => ({
      headers: {
        'content-type': 'text/csv',
        'content-disposition': `attachment; filename="Justworks - ${company} Census Report 01_22_2026.csv"`,
      },
      body: CENSUS,
    });
    const other = createEmployerScript().on(FILE, named('Other'));
    await expect(download(other, {}, ['Acme'])).rejects.toMatchObject({ code: 'wrong_company' });
    expect(await download(createEmployerScript().on(FILE, named('ACME')), {}, ['Acme'])).toBe(CENSUS);
    expect(await download(other)).toBe(CENSUS);
  });

  it('calls a connection that breaks in the middle an absent source', async () => {
    function* breaking() {
      yield Buffer.from(CENSUS.slice(0, 200));
      throw new Error('reset');
    }
    const http = createEmployerScript().on(FILE, () => ({
      headers: { 'content-type': 'text/csv' },
      body: Readable.from(breaking()),
    }));
    await expect(download(http)).rejects.toMatchObject({ code: 'source_unavailable' });
  });

  it('stops waiting when it is aborted', async () => {
    const abort = new AbortController();
    const http = createEmployerScript().on(REPORT, () => {
      queueMicrotask(() => abort.abort(new Error('stop')));
      return pending;
    });
    const site = createSite({ poll: { intervalMs: 600_000 } });
    const state = (await signInWithAuthenticator(site, createContext(http), createAccount())).toState();
    const web = createWebRemoteSession(site, createContext(http, { signal: abort.signal }), state);
    await expect(downloadReport(web, 'employee_census')).rejects.toThrow();
    expect(http.count(REPORT)).toBe(1);
  });
});
