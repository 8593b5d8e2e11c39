import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, findAxeViolations, newModalPage, openModal } from './modal-page.ts';
import { startModalServer } from './modal-server.ts';
import { viewIn, VIEWS } from './session-views.ts';

describe.skipIf(isChromiumMissing())('the look of the modal', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('leaves nothing of the picture that stood there before it', async () => {
    await using server = await startModalServer(VIEWS.confirm!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    expect(await modal.page.locator('#modal > svg').count()).toBe(0);
  });

  it('keeps still for people who ask for less motion', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser, { ...DESKTOP, reducedMotion: 'reduce' });
    await openModal(modal.page, server);
    expect(await modal.page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  it('shows whose product it is: a color, a logo, or the initial where the logo can not be shown', async () => {
    const view = viewIn('awaiting_consent');
    const branded = (logo_url: string | null) => ({
      ...view,
      organization: { ...view.organization, logo_url, color: '#7a1fa2' },
    });
    await using server = await startModalServer(branded(null));
    await using modal = await newModalPage(browser);
    const party = modal.page.locator('.parties > .party').first();
    await openModal(modal.page, server);
    expect(await party.evaluate((tile) => getComputedStyle(tile).backgroundColor)).toBe('rgb(122, 31, 162)');
    expect(await findAxeViolations(modal.page)).toEqual([]);
    expect(modal.complaints).toEqual([]);

    const icon = await modal.page.locator('link[rel=icon]').getAttribute('href');
    server.link.view = branded(`${server.origin}${icon}`);
    await modal.page.reload();
    await modal.page.locator('img.party').waitFor();
    expect(await findAxeViolations(modal.page)).toEqual([]);

    // Another place than the page's policy allows.
    server.link.view = branded('https://cdn.partner.invalid/logo.svg');
    await modal.page.reload();
    await modal.page.locator('span.party:not(.party-source)').waitFor();
    expect(await party.textContent()).toBe('N');
  });
});
