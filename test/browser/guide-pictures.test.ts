import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, newModalPage, openModal, unfoldAll } from './modal-page.ts';
import { LINK_TOKEN, projectRoot, startModalServer } from './modal-server.ts';
import { VIEWS } from './session-views.ts';

/** How many pictures there are on which screen. */
const PICTURES = { guide: 4, credentials: 1, authorize: 1 };
const SCREENS = Object.entries(PICTURES);

describe.skipIf(isChromiumMissing())('the pictures of the guides', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('are each shown somewhere', async () => {
    const files = await readdir(join(projectRoot, 'src/linking/modal/pictures'));
    expect(files).toHaveLength(SCREENS.reduce((sum, [, count]) => sum + count, 0));
  });

  it.each(SCREENS)('are loaded late, keep their place, and are described: %s', async (screen, count) => {
    await using server = await startModalServer(VIEWS[screen]!);
    await using modal = await newModalPage(browser, DESKTOP);
    await openModal(modal.page, server);
    await unfoldAll(modal.page);
    const pictures = await modal.page.locator('img.picture').evaluateAll((images) =>
      Promise.all(
        (images as HTMLImageElement[]).map(async (image) => {
          const isLate = image.loading === 'lazy';
          image.scrollIntoView();
          await image.decode();
          const shape = image.naturalWidth / image.naturalHeight;
          return { isLate, alt: image.alt, skew: shape - image.width / image.height };
        }),
      ),
    );
    expect(pictures).toHaveLength(count);
    for (const { isLate, alt, skew } of pictures) {
      expect([isLate, alt.length > 40]).toEqual([true, true]);
      expect(Math.abs(skew)).toBeLessThan(0.05);
    }
    expect(modal.complaints).toEqual([]);
  });

  it('are light or dark as the partner’s page asks, whatever the browser prefers', async () => {
    await using server = await startModalServer(VIEWS.authorize!);
    await using modal = await newModalPage(browser, { ...DESKTOP, colorScheme: 'light' });
    const { page } = modal;
    const brightness = async (theme: string): Promise<number> => {
      await page.goto('about:blank');
      await page.goto(`${server.origin}/link#token=${LINK_TOKEN}&theme=${theme}`);
      const picture = page.locator('img.picture');
      await picture.evaluate((image: HTMLImageElement) => image.decode());
      return await measureBrightness(browser, picture);
    };
    expect(await brightness('light')).toBeGreaterThan(200);
    expect(await brightness('dark')).toBeLessThan(90);
  });
});

/** The mean of what is seen of it, from 0 to 255. */
async function measureBrightness(browser: Browser, seen: Locator): Promise<number> {
  const png = (await seen.screenshot()).toString('base64');
  const page = await browser.newPage();
  const mean = await page.evaluate(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    return data.reduce((sum, value) => sum + value, 0) / data.length;
  }, `data:image/png;base64,${png}`);
  await page.close();
  // One value in four is how opaque it is.
  return (mean * 4 - 255) / 3;
}
