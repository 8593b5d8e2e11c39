// Writes pictures of the modal: `node test/browser/take-screenshots.ts DIR` every state, light, dark and on a phone;
// `node test/browser/take-screenshots.ts` only the one that the README shows.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, newModalPage, openModal, PHONE } from './modal-page.ts';
import { projectRoot, startModalServer } from './modal-server.ts';
import { VIEWS } from './session-views.ts';

const LOOKS: Record<string, BrowserContextOptions> = {
  light: { ...DESKTOP, colorScheme: 'light' },
  dark: { ...DESKTOP, colorScheme: 'dark' },
  phone: { ...PHONE, colorScheme: 'light' },
};

interface Picture {
  state: string;
  look: BrowserContextOptions;
  path: string;
  fullPage: boolean;
}

async function takeAll(browser: Browser, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const state of Object.keys(VIEWS)) {
    for (const [name, look] of Object.entries(LOOKS)) {
      await take(browser, { state, look, path: join(folder, `${state}-${name}.png`), fullPage: true });
    }
  }
}

async function takeForReadme(browser: Browser): Promise<void> {
  const folder = join(projectRoot, 'docs/images');
  await mkdir(folder, { recursive: true });
  const look = { ...LOOKS.light, viewport: { width: 800, height: 1000 }, deviceScaleFactor: 1.5 };
  await take(browser, { state: 'guide', look, path: join(folder, 'modal-guide.png'), fullPage: false });
}

async function take(browser: Browser, { state, look, path, fullPage }: Picture): Promise<void> {
  await using server = await startModalServer(VIEWS[state]!);
  await using modal = await newModalPage(browser, { ...look, permissions: ['clipboard-write'] });
  await openModal(modal.page, server);
  if (state === 'guide') await startFillingIn(modal.page);
  await modal.page.screenshot({ path, fullPage, animations: 'disabled' });
}

async function startFillingIn(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Member Type is filled in' }).check();
  await page.getByRole('checkbox', { name: 'Admin Access is filled in' }).check();
  await page.getByRole('button', { name: 'Copy First Name' }).click();
  await page.evaluate(() => window.scrollTo(0, 0));
}

if (isChromiumMissing()) process.exit(1);
await using browser = await launchChromium();
const folder = process.argv[2];
await (folder === undefined ? takeForReadme(browser) : takeAll(browser, folder));
