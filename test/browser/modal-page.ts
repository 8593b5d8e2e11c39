import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { LINK_TOKEN, type ModalServer } from './modal-server.ts';

export interface ModalPage extends AsyncDisposable {
  page: Page;
  /** Errors of scripts and refusals by the CSP, as the browser's console told them. */
  complaints: string[];
}

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1000, height: 900 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
};
export const NARROW: BrowserContextOptions = { viewport: { width: 320, height: 640 } };

export async function newModalPage(
  browser: Browser,
  options: BrowserContextOptions = DESKTOP,
): Promise<ModalPage> {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/New_York', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Answers with an error status are part of some stories; the browser logs them by itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

export async function openModal(page: Page, server: ModalServer): Promise<void> {
  await page.goto(`${server.origin}/link#token=${LINK_TOKEN}`);
  await page.locator('h1:not(.visually-hidden)').waitFor();
}

/** The modal over a partner's page shows a screen. */
export async function modalRuns(page: Page): Promise<void> {
  await page.frameLocator('dialog iframe').locator('h1:not(.visually-hidden)').waitFor();
}

/** As a person who may decide agrees. */
export async function agree(page: Page): Promise<void> {
  await page.locator('#authority').check();
  await page.locator('#person_name').fill('Dana Whitfield');
  await page.getByRole('button', { name: 'Agree and continue' }).click();
}

/** Everything that a person may unfold. */
export async function unfoldAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds, in a form that reads well in a failed assertion. Scripts run past the CSP here. */
export async function findAxeViolations(target: Page | Frame): Promise<string[]> {
  await target.evaluate(await axeSource);
  // What passed is told element by element otherwise, which takes longer than the look itself.
  const violations = await target.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
