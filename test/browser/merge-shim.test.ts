import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { modalRuns, newModalPage } from './modal-page.ts';
import { createLinkToken, LINK_TOKEN, startModalServer, startPartnerServer } from './modal-server.ts';
import { VIEWS } from './session-views.ts';

interface ShimWindow extends Window {
  told: string[];
  MergeLink: { initialize(config: object): void; openLink(config?: object): void };
}

const partnerPage = (serviceOrigin: string) => `<!doctype html><html lang="en"><title>Settings</title>
  <script src="${serviceOrigin}/link/muster-link-merge.js"></script>
  <script>window.told = [];</script></html>`;

const told = (page: Page) => page.evaluate(() => (window as unknown as ShimWindow).told);

describe.skipIf(isChromiumMissing())('window.MergeLink', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function openPartner(view = VIEWS['linked-done']!) {
    const open = new AsyncDisposableStack();
    const server = open.use(await startModalServer(view));
    const { page } = open.use(await newModalPage(browser));
    const partner = open.use(await startPartnerServer(partnerPage(server.origin)));
    server.link.partnerOrigin = partner.origin;
    await page.goto(partner.origin);
    return { server, page, [Symbol.asyncDispose]: () => open.disposeAsync() };
  }

  const initialize = (page: Page, config: object) =>
    page.evaluate((given) => {
      const here = window as unknown as ShimWindow;
      here.MergeLink.initialize({
        onReady: () => here.told.push('ready'),
        onSuccess: (token: string) => here.told.push(`success ${token}`),
        onExit: () => here.told.push('exit'),
        onValidationError: (error: Error) => here.told.push(error.message),
        ...given,
      });
    }, config);
  const openLink = (page: Page, config?: object) =>
    page.evaluate((given) => (window as unknown as ShimWindow).MergeLink.openLink(given), config);

  it('is ready, opens, hands over the token as soon as the account is linked, and exits', async () => {
    await using story = await openPartner();
    const { page } = story;
    await initialize(page, { linkToken: LINK_TOKEN });
    expect(await told(page)).toEqual(['ready']);
    await openLink(page);
    await expect.poll(() => told(page)).toEqual(['ready', 'success public-token-1']);
    await page.frameLocator('dialog iframe').getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => told(page)).toEqual(['ready', 'success public-token-1', 'exit']);
  });

  it('keeps the token until the modal is closed where that is asked for', async () => {
    await using story = await openPartner();
    const { page, server } = story;
    await initialize(page, { linkToken: LINK_TOKEN, shouldSendTokenOnSuccessfulLink: false });
    await openLink(page);
    const done = page.frameLocator('dialog iframe').getByRole('button', { name: 'Done' });
    await expect.poll(() => server.link.publicTokenCount).toBe(1);
    await done.waitFor();
    expect(await told(page)).toEqual(['ready']);
    await done.click();
    await expect.poll(() => told(page)).toEqual(['ready', 'success public-token-1', 'exit']);
  });

  it('takes the token at opening, and tells of one that opens nothing', async () => {
    await using story = await openPartner(VIEWS.guide);
    const { page, server } = story;
    await initialize(page, { linkToken: 'junk' });
    expect(await told(page)).toEqual([expect.stringContaining('not a link token')]);
    const later = createLinkToken({ jti: 'later' });
    await openLink(page, { linkToken: later });
    await modalRuns(page);
    expect(server.link.requests.at(-1)!.authorization).toBe(`Bearer ${later}`);
  });
});
