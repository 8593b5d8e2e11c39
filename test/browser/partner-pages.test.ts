import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { renderHome } from '../../src/sandbox/partner-app/pages.ts';
import { renderTasks, type Task } from '../../src/sandbox/partner-app/tasks.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, findAxeViolations, NARROW, newModalPage } from './modal-page.ts';

const ANNA = { employeeId: '1', name: 'Anna Quillfeather', timeZone: 'America/New_York' };
const TASKS: Task[] = [
  { ...ANNA, kind: 'Onboarding', day: '2026-12-01', state: 'to come' },
  { ...ANNA, kind: 'Offboarding', day: null, state: 'due' },
];
const HOME = {
  apiUrl: 'http://127.0.0.1:9',
  sandboxAdminUrl: '/',
  mailboxUrl: '/mailbox',
  isLinked: true,
  status: 'Connected',
  employees: [],
  received: [],
};

describe.skipIf(isChromiumMissing())('a page of the demo partner', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it.each([
    ['home', renderHome(HOME)],
    ['tasks', renderTasks(TASKS)],
    ['no tasks', renderTasks([])],
  ])('%s is accessible and fits a narrow screen', async (_name, html) => {
    await using wide = await newModalPage(browser, DESKTOP);
    await wide.page.setContent(html);
    expect(await findAxeViolations(wide.page)).toEqual([]);
    await using narrow = await newModalPage(browser, NARROW);
    await narrow.page.setContent(html);
    expect(await narrow.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
