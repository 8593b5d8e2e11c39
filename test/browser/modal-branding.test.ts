import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/linking/session-view.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, findAxeViolations, newModalPage, openModal } from './modal-page.ts';
import { LINK_TOKEN, startModalServer } from './modal-server.ts';
import { VIEWS } from './session-views.ts';

/** Each can be read in one of the themes and must be changed for the other. */
const COLORS = { faint: '#ffe14d', deep: '#4a0d67', middle: '#1f9d6b' };

const branded = (view: SessionView, change: Partial<SessionView['organization']>): SessionView => ({
  ...view,
  organization: { ...view.organization, ...change },
});
const colorOf = (part: Locator, name: 'backgroundColor' | 'color') =>
  part.evaluate((element, property) => getComputedStyle(element)[property], name);

describe.skipIf(isChromiumMissing())('an organization’s looks in the modal', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it.each(Object.entries(COLORS))('can be read whatever the color: %s', async (_name, color) => {
    await using server = await startModalServer(branded(VIEWS.consent!, { color }));
    await using modal = await newModalPage(browser, { ...DESKTOP, reducedMotion: 'reduce' });
    const { page } = modal;
    await openModal(page, server);
    const button = page.getByRole('button', { name: 'Agree and continue' });
    const seen: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await findAxeViolations(page)).toEqual([]);
      seen.push(await colorOf(button, 'backgroundColor'));
    }
    // In its place stands the color itself, or one of its kind; never our own.
    expect(seen).not.toContain('rgb(31, 79, 163)');
    expect(seen).not.toContain('rgb(157, 191, 255)');
    expect(new Set(seen).size).toBe(2);
    expect(modal.complaints).toEqual([]);
  });

  it('give way to our own where no color is chosen', async () => {
    await using server = await startModalServer(branded(VIEWS.consent!, { color: COLORS.deep }));
    await using modal = await newModalPage(browser, {
      ...DESKTOP,
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    const { page } = modal;
    await openModal(page, server);
    const button = page.getByRole('button', { name: 'Agree and continue' });
    expect(await colorOf(button, 'backgroundColor')).toBe('rgb(74, 13, 103)');
    server.link.view = VIEWS.consent!;
    await page.reload();
    await button.waitFor();
    expect(await colorOf(button, 'backgroundColor')).toBe('rgb(31, 79, 163)');
  });

  it.each([
    ['dark', 'light', 'rgb(16, 20, 27)'],
    ['light', 'dark', 'rgb(243, 245, 248)'],
  ] as const)(
    'are %s where the page around asks for it, and after a reload',
    async (theme, colorScheme, page_) => {
      await using server = await startModalServer(VIEWS.consent!);
      await using modal = await newModalPage(browser, { ...DESKTOP, colorScheme });
      const { page } = modal;
      const root = page.locator('html');
      await page.goto(`${server.origin}/link#token=${LINK_TOKEN}&theme=${theme}`);
      await page.locator('h1:not(.visually-hidden)').waitFor();
      expect(await colorOf(root, 'backgroundColor')).toBe(page_);
      await page.reload();
      await page.locator('h1:not(.visually-hidden)').waitFor();
      expect(await colorOf(root, 'backgroundColor')).toBe(page_);
      expect(await findAxeViolations(page)).toEqual([]);
    },
  );

  it('name the logo for people who don’t see it', async () => {
    await using server = await startModalServer(VIEWS.consent!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    const icon = await page.locator('link[rel=icon]').getAttribute('href');
    server.link.view = branded(VIEWS.consent!, { logo_url: `${server.origin}${icon}` });
    await page.reload();
    await page.getByRole('img', { name: 'Logo of Northwind Rostering' }).waitFor();
  });

  it.each(['consent', 'guide', 'credentials', 'permissions-missing', 'linked-done'])(
    'hold together at 200 percent: %s',
    async (state) => {
      await using server = await startModalServer(VIEWS[state]!);
      // A window of 1280 by 1024 pixels, of which twice the size leaves half.
      await using modal = await newModalPage(browser, {
        viewport: { width: 640, height: 512 },
        deviceScaleFactor: 2,
      });
      const { page } = modal;
      await openModal(page, server);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(640);
    },
  );
});
