import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { ensureModalIsBuilt } from '../../src/linking/modal-build.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { modalRuns, newModalPage } from './modal-page.ts';
import {
  createLinkToken,
  LINK_TOKEN,
  modalFolder,
  projectRoot,
  startModalServer,
  startPartnerServer,
} from './modal-server.ts';
import { VIEWS } from './session-views.ts';

interface AppWindow extends Window {
  told: string[];
  openFunctions: Set<() => void>;
  setLinkToken(token: string | undefined): void;
  setName(name: string): void;
  setShown(isShown: boolean): void;
}

const app = (page: Page, act: (here: AppWindow) => void) =>
  page.evaluate<void>(`(${act.toString()})(window)`);
const told = (page: Page) => page.evaluate(() => (window as unknown as AppWindow).told);
const state = (page: Page) => page.locator('#connect').getAttribute('data-state');

/** The partner's page in one script, with its own React 19 and the hook as it is served. */
async function bundlePartnerApp(): Promise<string> {
  await ensureModalIsBuilt(projectRoot);
  const result = await build({
    configFile: false,
    logLevel: 'error',
    // Development, because StrictMode mounts twice only there.
    mode: 'development',
    resolve: {
      alias: [{ find: /^.*\/use-muster-link\.ts$/, replacement: join(modalFolder, 'muster-link-react.js') }],
    },
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'partner-react-app.ts'), formats: ['es'], fileName: 'app' },
    },
  });
  const [bundle] = result as { output: { code: string }[] }[];
  return bundle!.output[0]!.code;
}

describe.skipIf(isChromiumMissing())('useMusterLink in a React page of another origin', () => {
  let browser: Browser;
  let script: string;
  beforeAll(async () => {
    [browser, script] = await Promise.all([launchChromium(), bundlePartnerApp()]);
  });
  afterAll(() => browser.close());

  type Start = { linkToken?: string; fresh?: string[]; apiUrl?: string | null };

  async function openPartner(start: Start, { view = VIEWS.guide!, tag = '' } = {}) {
    const open = new AsyncDisposableStack();
    const server = open.use(await startModalServer(view));
    const { page, complaints } = open.use(await newModalPage(browser));
    const { apiUrl = server.origin, ...rest } = start;
    const html = `<!doctype html><html lang="en"><title>Settings</title><div id="app"></div>
      ${tag.replace('SERVICE', server.origin)}
      <script type="application/json" id="start">${JSON.stringify({ apiUrl: apiUrl ?? undefined, ...rest })}</script>
      <script type="module" src="/app.js"></script></html>`;
    const partner = open.use(await startPartnerServer(html, { script }));
    server.link.partnerOrigin = partner.origin;
    await page.goto(partner.origin);
    return { server, page, complaints, [Symbol.asyncDispose]: () => open.disposeAsync() };
  }

  const openModal = async (page: Page) => {
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.locator('dialog iframe').waitFor();
  };

  it('waits for a link token, then is ready, hands over the public token and exits', async () => {
    await using story = await openPartner({}, { view: VIEWS['linked-done']! });
    const { page } = story;
    await page.locator('script[src$="/link/muster-link.js"]').waitFor({ state: 'attached' });
    expect(await state(page)).toBe('waiting');
    await page.evaluate((token) => (window as unknown as AppWindow).setLinkToken(token), LINK_TOKEN);
    await expect.poll(() => state(page)).toBe('ready');
    await openModal(page);
    await expect.poll(() => told(page)).toEqual(['a success public-token-1']);
    await page.frameLocator('dialog iframe').getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => told(page)).toEqual(['a success public-token-1', 'a exit']);
    expect(story.complaints).toEqual([]);
  });

  it('loads the script once though it is mounted twice, and takes a tag that the page has already', async () => {
    const tag = '<script async src="SERVICE/link/muster-link.js"></script>';
    await using story = await openPartner({ linkToken: LINK_TOKEN, apiUrl: null }, { tag });
    const { page } = story;
    await expect.poll(() => state(page)).toBe('ready');
    expect(await page.locator('script[src*="muster-link"]').count()).toBe(1);
    await openModal(page);
    expect(await page.locator('dialog').count()).toBe(1);
  });

  it('calls the callbacks of the last render, and keeps one `open` for one link', async () => {
    await using story = await openPartner({ linkToken: LINK_TOKEN });
    const { page } = story;
    await expect.poll(() => state(page)).toBe('ready');
    await app(page, (here) => here.openFunctions.clear());
    await openModal(page);
    await app(page, (here) => here.setName('b'));
    await page.locator('#connect[data-name=b]').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await expect.poll(() => told(page)).toEqual(['b exit']);
    expect(await page.evaluate(() => (window as unknown as AppWindow).openFunctions.size)).toBe(1);
  });

  it('opens with the new token after it changed, and leaves a modal alone that is open', async () => {
    await using story = await openPartner({ linkToken: LINK_TOKEN });
    const { page, server } = story;
    await expect.poll(() => state(page)).toBe('ready');
    await openModal(page);
    const next = createLinkToken({ jti: 'next' });
    await page.evaluate((token) => (window as unknown as AppWindow).setLinkToken(token), next);
    await modalRuns(page);
    await page.keyboard.press('Escape');
    await expect.poll(() => told(page)).toEqual(['a exit']);
    await openModal(page);
    await modalRuns(page);
    expect(server.link.requests.at(-1)!.authorization).toBe(`Bearer ${next}`);
  });

  it('asks for a token at each opening', async () => {
    const fresh = [createLinkToken({ jti: '1' }), createLinkToken({ jti: '2' })];
    await using story = await openPartner({ fresh });
    const { page, server } = story;
    await expect.poll(() => state(page)).toBe('ready');
    for (const token of fresh) {
      await openModal(page);
      await modalRuns(page);
      expect(server.link.requests.at(-1)!.authorization).toBe(`Bearer ${token}`);
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    }
  });

  it('takes the modal away when the component goes, without a word', async () => {
    await using story = await openPartner({ linkToken: LINK_TOKEN });
    const { page } = story;
    await expect.poll(() => state(page)).toBe('ready');
    await openModal(page);
    await app(page, (here) => here.setShown(false));
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await told(page)).toEqual([]);
    expect(story.complaints).toEqual([]);
  });

  it('says why it is not ready: a token that was refused, a script that does not load, no address', async () => {
    await using refused = await openPartner({ linkToken: LINK_TOKEN });
    refused.server.link.failWith = 401;
    await expect.poll(() => state(refused.page)).toBe('ready');
    await openModal(refused.page);
    await expect.poll(() => state(refused.page)).toBe('waiting link_token_expired');
    expect(await told(refused.page)).toEqual(['a link_token_expired']);
    await using unreachable = await openPartner({ linkToken: LINK_TOKEN, apiUrl: 'http://127.0.0.1:1' });
    await expect.poll(() => state(unreachable.page)).toBe('waiting script_unavailable');
    await using nowhere = await openPartner({ linkToken: LINK_TOKEN, apiUrl: null });
    await expect.poll(() => state(nowhere.page)).toBe('waiting service_unknown');
  });

  it('can be imported and rendered where there is no window', async () => {
    const { createElement } = await import('react');
    const { renderToString } = await import('react-dom/server');
    const served = (await import(join(modalFolder, 'muster-link-react.js'))) as {
      useMusterLink: (options: object) => { isReady: boolean };
    };
    expect(typeof window).toBe('undefined');
    const Tile = () => createElement('i', null, String(served.useMusterLink({ onSuccess() {} }).isReady));
    expect(renderToString(createElement(Tile))).toBe('<i>false</i>');
  });
});
