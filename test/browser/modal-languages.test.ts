import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, newModalPage, openModal } from './modal-page.ts';
import { startModalServer } from './modal-server.ts';
import { inGerman, VIEWS } from './session-views.ts';

describe.skipIf(isChromiumMissing())('the languages of the modal', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('are chosen by the person, who stays where they are', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    server.link.inLanguage = (view, body) => (isGerman(body) ? inGerman(view) : VIEWS.guide!);
    await using modal = await newModalPage(browser, DESKTOP);
    const { page } = modal;
    await openModal(page, server);
    const german = page.getByRole('button', { name: 'Deutsch' });
    await german.click();
    await page.getByRole('heading', { name: 'Fügen Sie in Justworks den Nutzer von' }).waitFor();
    expect(server.link.requests.at(-1)).toMatchObject({ method: 'POST', path: '/link/api/session/language' });
    expect(server.link.lastBody).toEqual({ language: 'de' });
    expect(await page.title()).toContain('Justworks verbinden');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    expect(await german.getAttribute('aria-pressed')).toBe('true');
    expect(await german.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'user in Justworks' }).waitFor();
  });

  it('follow the browser where there is no session', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser, { ...DESKTOP, locale: 'de-AT' });
    const { page } = modal;
    await page.goto(`${server.origin}/link`);
    await page.getByRole('heading', { name: 'Diese Seite braucht einen Link' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'This page needs a link' }).waitFor();
    expect(server.link.requests).toEqual([]);
  });

  it('come down to English where the other words can not be loaded', async () => {
    await using server = await startModalServer(inGerman(VIEWS.guide!));
    await using modal = await newModalPage(browser, DESKTOP);
    const { page } = modal;
    let refused = 0;
    await page.route('**/link/assets/**.js', async (route) => {
      const isEntry = route.request().url().includes('/index-');
      if (isEntry && refused === 0) {
        refused++;
        return route.continue();
      }
      await route.abort();
    });
    await openModal(page, server);
    await page.getByRole('heading', { name: 'user in Justworks' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  });

  it('write numbers and times as they are written there', async () => {
    await using server = await startModalServer(inGerman(VIEWS['linked-done']!));
    await using modal = await newModalPage(browser, DESKTOP);
    await openModal(modal.page, server);
    await modal.page.locator('.sync-count', { hasText: '1.204 Personen' }).waitFor();
    server.link.view = inGerman(VIEWS['permissions-missing']!);
    await modal.page.reload();
    await modal.page.getByText('Zuletzt geprüft um 10:42').waitFor();
  });
});

const isGerman = (body: unknown): boolean => (body as { language: string }).language === 'de';
