import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MusterLinkHandle } from '../../src/linking/embed/types/muster-link.d.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, NARROW, modalRuns, newModalPage } from './modal-page.ts';
import { createLinkToken, LINK_TOKEN, startModalServer, startPartnerServer } from './modal-server.ts';
import { VIEWS } from './session-views.ts';

/** What the partner's page notes; `links` are made by each test. */
interface PartnerWindow extends Window {
  told: string[];
  links: MusterLinkHandle[];
  asked: number;
  answerToken: (() => void) | undefined;
  options(name: string): object;
}

const partnerPage = (serviceOrigin: string) => `<!doctype html><html lang="en"><title>Settings</title>
  <main style="height: 3000px"><h1>Settings</h1><button id="connect">Connect</button></main>
  <script src="${serviceOrigin}/link/muster-link.js"></script>
  <script>
    window.told = [];
    window.links = [];
    window.asked = 0;
    window.options = (name) => ({
      onSuccess: (token) => told.push(name + ' success ' + token),
      onExit: () => told.push(name + ' exit'),
      onValidationError: (error) => told.push(name + ' ' + error.code),
    });
  </script></html>`;

const told = (page: Page) => page.evaluate(() => (window as unknown as PartnerWindow).told);
const dialogs = (page: Page) => page.locator('dialog').count();

describe.skipIf(isChromiumMissing())('a handle of MusterLink.create', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function openPartner(view = VIEWS.guide!, options = DESKTOP) {
    const open = new AsyncDisposableStack();
    const server = open.use(await startModalServer(view));
    const { page, complaints } = open.use(await newModalPage(browser, options));
    const partner = open.use(await startPartnerServer(partnerPage(server.origin)));
    server.link.partnerOrigin = partner.origin;
    await page.goto(partner.origin);
    return { server, page, complaints, [Symbol.asyncDispose]: () => open.disposeAsync() };
  }

  const createWith = (page: Page, linkToken: string, name = 'a') =>
    page.evaluate(
      ([token, called]) => {
        const here = window as unknown as PartnerWindow;
        const link = here.MusterLink.create({ linkToken: token, ...here.options(called!) } as never);
        here.links.push(link);
        return { isReady: link.isReady, code: link.error?.code ?? null };
      },
      [linkToken, name],
    );
  const call = (page: Page, method: 'open' | 'close' | 'destroy', index = 0) =>
    page.evaluate(([name, at]) => (window as unknown as PartnerWindow).links[at]![name as 'open'](), [
      method,
      index,
    ] as const);

  it('asks for a new link token at each opening', async () => {
    await using story = await openPartner();
    const { page, server } = story;
    const tokens = [createLinkToken({ jti: 'first' }), createLinkToken({ jti: 'second' })];
    await page.evaluate((given) => {
      const here = window as unknown as PartnerWindow;
      const getLinkToken = () => Promise.resolve(given[here.asked++]!);
      here.links = [here.MusterLink.create({ getLinkToken, ...here.options('a') } as never)];
    }, tokens);
    for (const token of tokens) {
      await call(page, 'open');
      await modalRuns(page);
      expect(server.link.requests.at(-1)!.authorization).toBe(`Bearer ${token}`);
      await call(page, 'close');
    }
    expect(await told(page)).toEqual(['a exit', 'a exit']);
  });

  it('opens once, however often it is asked, and not at all when it was closed before the token came', async () => {
    await using story = await openPartner();
    const { page } = story;
    const result = await page.evaluate(async (token) => {
      const here = window as unknown as PartnerWindow;
      const getLinkToken = () => {
        here.asked++;
        return new Promise<string>((resolve) => (here.answerToken = () => resolve(token)));
      };
      const link = here.MusterLink.create({ getLinkToken, ...here.options('a') } as never);
      const count = () => document.querySelectorAll('dialog').length;
      const answer = async () => {
        here.answerToken!();
        await new Promise((resolve) => setTimeout(resolve));
      };
      link.open();
      link.close();
      await answer();
      const afterClose = count();
      link.open();
      link.open();
      await answer();
      link.open();
      return { afterClose, afterOpen: count(), asked: here.asked };
    }, LINK_TOKEN);
    expect(result).toEqual({ afterClose: 0, afterOpen: 1, asked: 2 });
    expect(await told(page)).toEqual([]);
  });

  it('tells that the back end gave no token, and asks again at the next opening', async () => {
    await using story = await openPartner();
    const { page, complaints } = story;
    await page.evaluate((token) => {
      const here = window as unknown as PartnerWindow;
      const answers = [() => Promise.reject(new Error('offline')), () => undefined, () => token];
      const getLinkToken = () => answers[here.asked++]!();
      here.links = [here.MusterLink.create({ getLinkToken, ...here.options('a') } as never)];
    }, LINK_TOKEN);
    await call(page, 'open');
    await expect.poll(() => told(page)).toEqual(['a link_token_unavailable']);
    await call(page, 'open');
    await expect.poll(() => told(page)).toEqual(['a link_token_unavailable', 'a link_token_invalid']);
    expect(await dialogs(page)).toBe(0);
    await call(page, 'open');
    await expect.poll(() => dialogs(page)).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('is not ready with a text that is no link token, says so, and opens with another one', async () => {
    await using story = await openPartner();
    const { page, complaints } = story;
    expect(await createWith(page, 'junk')).toEqual({ isReady: false, code: 'link_token_invalid' });
    await call(page, 'open');
    expect([await told(page), await dialogs(page)]).toEqual([['a link_token_invalid'], 0]);
    const isReady = await page.evaluate((linkToken) => {
      const [link] = (window as unknown as PartnerWindow).links;
      link!.update({ linkToken });
      link!.open();
      return link!.isReady;
    }, LINK_TOKEN);
    expect([isReady, await dialogs(page)]).toEqual([true, 1]);
    expect(complaints).toEqual([]);
  });

  it('tells when the service refuses the token, while the modal says so to the person', async () => {
    await using story = await openPartner();
    const { page, server } = story;
    server.link.failWith = 401;
    expect(await createWith(page, LINK_TOKEN)).toEqual({ isReady: true, code: null });
    await call(page, 'open');
    await expect.poll(() => told(page)).toEqual(['a link_token_expired']);
    await page.frameLocator('dialog iframe').getByText('This link has expired').first().waitFor();
    const isReady = await page.evaluate(() => (window as unknown as PartnerWindow).links[0]!.isReady);
    expect([isReady, await dialogs(page)]).toEqual([false, 1]);
  });

  it('leaves nothing behind when it is destroyed, and tells nobody', async () => {
    await using story = await openPartner(VIEWS['linked-done']);
    const { page } = story;
    const before = await page.evaluate(() => document.documentElement.outerHTML);
    await createWith(page, LINK_TOKEN);
    await call(page, 'open');
    await expect.poll(() => told(page)).toEqual(['a success public-token-1']);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('hidden');
    const leftover = await page.evaluate((serviceOrigin) => {
      const frame = document.querySelector<HTMLIFrameElement>('dialog iframe')!;
      const nonce = new URLSearchParams(new URL(frame.src).hash.slice(1)).get('nonce');
      const source = frame.contentWindow;
      const [link] = (window as unknown as PartnerWindow).links;
      link!.destroy();
      const data = { source: 'muster-link', version: 1, type: 'success', public_token: 'late', nonce };
      window.dispatchEvent(new MessageEvent('message', { data, origin: serviceOrigin, source }));
      link!.open();
      return { isReady: link!.isReady, html: document.documentElement.outerHTML };
    }, story.server.origin);
    expect(leftover.isReady).toBe(false);
    expect(leftover.html.replace(' style=""', '')).toBe(before);
    expect(await told(page)).toEqual(['a success public-token-1']);
  });

  it('stays open when it is opened again in the moment it was closed', async () => {
    await using story = await openPartner();
    const { page } = story;
    await createWith(page, LINK_TOKEN);
    await page.evaluate(() => {
      const [link] = (window as unknown as PartnerWindow).links;
      link!.open();
      link!.close();
      link!.open();
    });
    await modalRuns(page);
    expect([await told(page), await dialogs(page)]).toEqual([['a exit'], 1]);
  });

  it('closes with Escape before the modal runs, and when it never does', async () => {
    await using story = await openPartner();
    const { page } = story;
    // An address that is never answered.
    await page.route('**/link?o=*', () => undefined);
    await createWith(page, LINK_TOKEN);
    await call(page, 'open');
    await page.keyboard.press('Escape');
    await expect.poll(() => told(page)).toEqual(['a exit']);
    expect(await dialogs(page)).toBe(0);
  });

  it('crosses with no other: one modal at a time, and what it is told is its own', async () => {
    await using story = await openPartner(VIEWS['linked-done']);
    const { page } = story;
    await createWith(page, LINK_TOKEN, 'a');
    await createWith(page, LINK_TOKEN, 'b');
    await call(page, 'open', 0);
    await expect.poll(() => told(page)).toEqual(['a success public-token-1']);
    await call(page, 'open', 1);
    await expect
      .poll(() => told(page))
      .toEqual(['a success public-token-1', 'a exit', 'b success public-token-2']);
    await call(page, 'close', 0);
    expect(await dialogs(page)).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await told(page)).at(-1)).toBe('b exit');
  });

  it('believes no other frame of the page, whatever it posts', async () => {
    await using story = await openPartner();
    const { page, server } = story;
    await using hostile = await startPartnerServer(`<!doctype html><title>ad</title><script>
      for (const nonce of [undefined, null, '', '0'.repeat(32)])
        for (const type of ['success', 'exit', 'expired', 'ready'])
          parent.postMessage({ source: 'muster-link', version: 1, type, public_token: 'forged', nonce }, '*');
      parent.postMessage('posted', '*');
    </script>`);
    await createWith(page, LINK_TOKEN);
    await call(page, 'open');
    await modalRuns(page);
    await page.evaluate(
      (address) =>
        new Promise<void>((resolve) => {
          window.addEventListener('message', (event) => event.data === 'posted' && resolve());
          const frame = document.createElement('iframe');
          frame.src = address;
          document.body.append(frame);
        }),
      hostile.origin,
    );
    expect([await told(page), await dialogs(page)]).toEqual([[], 1]);
    expect(server.link.publicTokenCount).toBe(0);
  });

  it('needs of the policy of the page no more than its script and its frame', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    const policy = `default-src 'none'; script-src 'self' ${server.origin}; frame-src ${server.origin}; require-trusted-types-for 'script'`;
    const html = `<!doctype html><html lang="en"><title>Settings</title>
      <script src="${server.origin}/link/muster-link.js"></script><script src="/app.js"></script></html>`;
    const script = `addEventListener('load', () => MusterLink.open({ linkToken: '${LINK_TOKEN}', onSuccess() {} }))`;
    await using partner = await startPartnerServer(html, {
      script,
      headers: { 'content-security-policy': policy },
    });
    server.link.partnerOrigin = partner.origin;
    await modal.page.goto(partner.origin);
    await modalRuns(modal.page);
    const frame = await modal.page.locator('dialog iframe').boundingBox();
    expect(frame).toMatchObject({ width: 640, height: 860 });
    expect(modal.complaints).toEqual([]);
  });

  it('fills a phone, holds the page behind still and is a dialog by name', async () => {
    await using story = await openPartner(VIEWS.guide, { ...NARROW, reducedMotion: 'reduce' });
    const { page } = story;
    await createWith(page, LINK_TOKEN);
    await call(page, 'open');
    await modalRuns(page);
    expect(await page.locator('dialog iframe').boundingBox()).toEqual({
      x: 0,
      y: 0,
      width: 320,
      height: 640,
    });
    await page.mouse.wheel(0, 500);
    const outside = await page.evaluate(() => ({
      scrollY: window.scrollY,
      width: document.documentElement.scrollWidth,
      animations: document.getAnimations().length,
    }));
    expect(outside).toEqual({ scrollY: 0, width: 320, animations: 0 });
    const dialog = page.getByRole('dialog', { name: 'Connect your HR system' });
    expect(await dialog.getAttribute('aria-modal')).toBe('true');
  });
});
