import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/linking/session-view.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { findAxeViolations, newModalPage } from './modal-page.ts';
import { LINK_TOKEN, startModalServer, startPartnerServer } from './modal-server.ts';
import { VIEWS } from './session-views.ts';

/** A partner's settings page that loads the script from the service and notes what it is told. */
function partnerPage(serviceOrigin: string): string {
  return `<!doctype html><html lang="en"><title>Settings</title><main><h1>Settings</h1>
    <a href="#before">Before</a><button id="connect">Connect</button><a href="#after">After</a></main>
    <script src="${serviceOrigin}/link/muster-link.js"></script>
    <script>
      window.told = [];
      document.getElementById('connect').onclick = () => {
        window.handle = MusterLink.open({
          linkToken: '${LINK_TOKEN}',
          onSuccess: (token) => told.push('success ' + token),
          onExit: () => told.push('exit'),
        });
      };
    </script></html>`;
}

const told = (page: Page) => page.evaluate(() => (window as unknown as { told: string[] }).told);
const overlay = (page: Page) => page.frameLocator('dialog iframe');

describe.skipIf(isChromiumMissing())('muster-link.js in a partner page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** A partner page with the modal open over it. */
  async function openOver(view: SessionView, { isRegistered = true } = {}) {
    const open = new AsyncDisposableStack();
    const server = open.use(await startModalServer(view));
    const { page, complaints } = open.use(await newModalPage(browser));
    const partner = open.use(await startPartnerServer(partnerPage(server.origin)));
    if (isRegistered) server.link.partnerOrigin = partner.origin;
    await page.goto(partner.origin);
    await page.getByRole('button', { name: 'Connect' }).click();
    return { server, page, complaints, [Symbol.asyncDispose]: () => open.disposeAsync() };
  }

  it('hands the public token to the partner page once, stays open, and exits on Done', async () => {
    await using story = await openOver(VIEWS['linked-done']!);
    const { server, page, complaints } = story;
    await expect.poll(() => told(page)).toEqual(['success public-token-1']);
    await overlay(page).getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => told(page)).toEqual(['success public-token-1', 'exit']);
    expect(await page.locator('dialog').count()).toBe(0);
    expect(server.link.publicTokenCount).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('tells the partner page when the service stumbled first', async () => {
    await using story = await openOver(VIEWS.guide!);
    const { server, page } = story;
    await overlay(page).getByText('Fill in the form').waitFor();
    await page.route('**/public-token', (route) => route.fulfill({ status: 503 }), { times: 1 });
    server.link.view = VIEWS['linked-done']!;
    await expect.poll(() => told(page), { timeout: 5000 }).toEqual(['success public-token-1']);
  });

  it.each(['Close', 'Not now'])('closes with the button %s and gives the focus back', async (name) => {
    await using story = await openOver(VIEWS.consent!);
    const { page } = story;
    await overlay(page).getByRole('button', { name, exact: true }).click();
    await expect.poll(() => told(page)).toEqual(['exit']);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('connect');
  });

  it('closes with Escape from inside the frame', async () => {
    await using story = await openOver(VIEWS.guide!);
    const { page } = story;
    await overlay(page).getByRole('checkbox').first().focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => told(page)).toEqual(['exit']);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('connect');
  });

  it('never lets Tab reach the page behind', async () => {
    await using story = await openOver(VIEWS.consent!);
    const { page } = story;
    await overlay(page).getByRole('button', { name: 'Agree and continue' }).waitFor();
    const visited = new Set<string>();
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press('Tab');
      visited.add(await page.evaluate(() => document.activeElement?.tagName ?? 'none'));
    }
    expect([...visited]).not.toContain('A');
    expect([...visited]).not.toContain('BUTTON');
    expect([...visited]).toContain('IFRAME');
  });

  it('is accessible on both sides of the frame', async () => {
    await using story = await openOver(VIEWS.guide!);
    const { page } = story;
    await overlay(page).getByText('Fill in the form').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    const frame = page.frames().find((candidate) => candidate.parentFrame() !== null);
    expect(await findAxeViolations(frame!)).toEqual([]);
  });

  it('believes no message but those of its own frame', async () => {
    await using story = await openOver(VIEWS.guide!);
    const { server, page } = story;
    await overlay(page).getByText('Fill in the form').waitFor();
    const forged = await page.evaluate((serviceOrigin) => {
      const frame = document.querySelector<HTMLIFrameElement>('dialog iframe')!;
      const nonce = new URLSearchParams(new URL(frame.src).hash.slice(1)).get('nonce');
      const message = { source: 'muster-link', version: 1, type: 'success', public_token: 'forged', nonce };
      const send = (data: unknown, origin: string, source: Window | null) =>
        window.dispatchEvent(new MessageEvent('message', { data, origin, source }));
      send(message, location.origin, window);
      send(message, 'https://evil.example', frame.contentWindow);
      send(message, serviceOrigin, window);
      send(message, serviceOrigin, null);
      send({ ...message, nonce: 'guessed' }, serviceOrigin, frame.contentWindow);
      send({ ...message, version: 2 }, serviceOrigin, frame.contentWindow);
      const refused = [...(window as unknown as { told: string[] }).told];
      send(message, serviceOrigin, frame.contentWindow);
      return { refused, taken: (window as unknown as { told: string[] }).told };
    }, server.origin);
    expect(forged).toEqual({ refused: [], taken: ['success forged'] });
  });

  it('can’t be framed by a page that isn’t registered, and can still be closed', async () => {
    await using story = await openOver(VIEWS['linked-done']!, { isRegistered: false });
    const { server, page, complaints } = story;
    await expect.poll(() => complaints.join()).toContain('frame-ancestors');
    await page.locator('dialog').getByRole('button', { name: 'Close' }).click();
    expect(await told(page)).toEqual(['exit']);
    expect(server.link.publicTokenCount).toBe(0);
  });

  it('closes the former opening when it is opened again, and by its handle', async () => {
    await using story = await openOver(VIEWS.guide!);
    const { page } = story;
    await page.evaluate(() => document.getElementById('connect')!.click());
    expect(await page.locator('dialog').count()).toBe(1);
    await page.evaluate(() => (window as unknown as { handle: { close(): void } }).handle.close());
    expect(await page.locator('dialog').count()).toBe(0);
    expect(await told(page)).toEqual(['exit', 'exit']);
  });

  it('refuses a text that is no link token', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    await using partner = await startPartnerServer(partnerPage(server.origin));
    await modal.page.goto(partner.origin);
    const opening = modal.page.evaluate(() => {
      window.MusterLink.open({ linkToken: 'junk', onSuccess: () => undefined });
    });
    await expect(opening).rejects.toThrow(/linkToken is not a link token/);
  });
});
