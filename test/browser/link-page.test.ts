import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, createOrganization } from '../../src/auth/index.ts';
import { ensureModalIsBuilt } from '../../src/linking/modal-build.ts';
import { createHarness, type Harness } from '../integration/http/harness.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { newModalPage, PHONE } from './modal-page.ts';
import { projectRoot, startPartnerServer } from './modal-server.ts';

/** What Lighthouse calls slow 3G: 400 ms from a request to its answer, 400 kbit/s down and up. */
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const FIRST_PAINT_MS = 1000;
const MAX_COMPRESSED_BYTES = 60_000;

const settingsPage = (serviceOrigin: string) => `<!doctype html><html lang="en"><title>Settings</title>
  <button id="connect">Connect</button><script src="${serviceOrigin}/link/muster-link.js"></script></html>`;

describe.skipIf(isChromiumMissing())('the service behind the modal', () => {
  let browser: Browser;
  let harness: Harness;
  let origin: string;
  let partner: { origin: string } & AsyncDisposable;
  let stranger: { origin: string } & AsyncDisposable;
  let linkToken: string;
  beforeAll(async () => {
    await ensureModalIsBuilt(projectRoot);
    harness = await createHarness();
    origin = await harness.app.listen({ host: '127.0.0.1', port: 0 });
    // Pages like to say more than they should: the referrer is for the service to keep short.
    const headers = { 'referrer-policy': 'unsafe-url' };
    partner = await startPartnerServer(settingsPage(origin), { headers });
    stranger = await startPartnerServer(settingsPage(origin), { headers });
    linkToken = await startSession(harness, partner.origin);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await partner[Symbol.asyncDispose]();
    await stranger[Symbol.asyncDispose]();
    await harness[Symbol.asyncDispose]();
  });

  const openOver = async (page: Page, pageOrigin: string) => {
    await page.goto(pageOrigin);
    await page.evaluate((token) => {
      window.MusterLink.open({ linkToken: token, onSuccess: () => undefined });
    }, linkToken);
  };

  it('keeps the link token out of every address, every referrer and the log', async () => {
    await using opened = await newModalPage(browser);
    const { page } = opened;
    const asked: { url: string; referrer: string }[] = [];
    page.on('request', (request) => {
      asked.push({ url: withoutFragment(request.url()), referrer: request.headers()['referer'] ?? '' });
    });
    harness.logLines.length = 0;
    await Promise.all([sessionAnswer(page), openOver(page, partner.origin)]);
    await Promise.all([sessionAnswer(page), page.goto(`${origin}/link#token=${linkToken}`)]);

    const service = asked.filter(({ url }) => url.startsWith(`${origin}/link`));
    expect(service.some(({ url }) => url === `${origin}/link/api/session`)).toBe(true);
    expect(asked.filter(({ url, referrer }) => (url + referrer).includes(linkToken))).toEqual([]);
    // Not even the modal's address, in which the organization stands, goes with what the modal asks for.
    expect(service.filter(({ referrer }) => referrer.includes('/link'))).toEqual([]);
    expect(harness.logLines.length).toBeGreaterThan(3);
    expect(JSON.stringify(harness.logLines)).not.toContain(linkToken.split('.')[2]);
    expect(await page.evaluate(() => window.location.href)).toBe(`${origin}/link`);
  });

  it('is framed by a registered page alone, whatever organization the address names', async () => {
    await using opened = await newModalPage(browser);
    const { page, complaints } = opened;
    await openOver(page, stranger.origin);
    await expect.poll(() => complaints.join()).toContain('frame-ancestors');
    const { id: elsewhere } = await createOrganization(harness.context.db, {
      name: 'Stranger',
      allowedOrigins: [stranger.origin],
    });
    // With the address of its own organization it may frame the page, which then has nothing to do with this token.
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.evaluate((organization) => {
      const frame = document.querySelector<HTMLIFrameElement>('dialog iframe')!;
      const address = new URL(frame.src);
      address.searchParams.set('o', organization);
      frame.src = address.href;
    }, elsewhere);
    await page.frameLocator('dialog iframe').getByText('This page needs a link').first().waitFor();
    expect(asked.filter((url) => url.includes('/link/api/'))).toEqual([]);
  });

  it('paints within a second on slow 3G, from at most 60 kB of script and style', async () => {
    await using opened = await newModalPage(browser, PHONE);
    const { page } = opened;
    const network = await page.context().newCDPSession(page);
    const transfers = await watchTransfers(network);
    await network.send('Network.emulateNetworkConditions', SLOW_3G);
    await Promise.all([sessionAnswer(page), page.goto(`${origin}/link#token=${linkToken}`)]);

    const code = transfers.filter(({ type }) => type === 'Script' || type === 'Stylesheet');
    expect(code.map(({ type }) => type)).toEqual(expect.arrayContaining(['Script', 'Stylesheet']));
    expect(code.filter(({ encoding }) => encoding !== 'br' && encoding !== 'gzip')).toEqual([]);
    expect(code.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(MAX_COMPRESSED_BYTES);
    const firstPaintMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
    );
    expect(firstPaintMs).toBeGreaterThan(SLOW_3G.latency);
    expect(firstPaintMs).toBeLessThan(FIRST_PAINT_MS);
  });
});

/** The modal runs: it has asked for its session and been answered. */
const sessionAnswer = (page: Page) =>
  page.waitForResponse((response) => response.url().endsWith('/link/api/session'));

/** A link token, asked for as a back end does. */
async function startSession(harness: Harness, allowedOrigin: string): Promise<string> {
  const { db } = harness.context;
  const { id } = await createOrganization(db, { name: 'Partner', allowedOrigins: [allowedOrigin] });
  const { key } = await createApiKey(db, { organizationId: id, name: 'test', environment: 'live' });
  const answer = await harness.send({
    method: 'POST',
    url: '/api/hris/v1/link-token',
    headers: { authorization: `Bearer ${key}` },
    payload: {
      end_user_origin_id: 'employer-1',
      end_user_organization_name: 'Harbor Bakery',
      end_user_email_address: 'admin@harbor.example',
      categories: ['hris'],
    },
  });
  return String(answer.json.link_token);
}

interface Transfer {
  type: string;
  encoding: string | null;
  bytes: number;
}

/** What the page loads, with the bytes that came over the wire, headers included. */
async function watchTransfers(network: CDPSession): Promise<Transfer[]> {
  const open = new Map<string, Transfer>();
  const done: Transfer[] = [];
  network.on('Network.responseReceived', ({ requestId, type, response }) => {
    const encoding = response.headers['content-encoding'] ?? null;
    open.set(requestId, { type, encoding, bytes: 0 });
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = open.get(requestId);
    if (transfer) done.push({ ...transfer, bytes: encodedDataLength });
  });
  await network.send('Network.enable');
  return done;
}

const withoutFragment = (url: string): string => url.replace(/#.*$/, '');
