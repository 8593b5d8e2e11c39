import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../../src/sandbox/justworks/test-support/test-sandbox.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, findAxeViolations, NARROW, newModalPage } from './modal-page.ts';

/** Every page of the simulated Justworks that a person at a demo sees without signing in. */
function pathsOf({ sandbox }: TestSandbox): string[] {
  const { members, thirdParties } = sandbox.control.state();
  const [member, gone] = [members[3]!.id, members[30]!.id];
  const { id: outsider } = thirdParties.find(({ userName }) => userName === 'robot')!;
  return [
    '/',
    '/login',
    '/admin/employees',
    '/admin/employees/add',
    '/admin/employees/new',
    `/admin/employees/${member}`,
    `/admin/employees/${member}/termination`,
    `/admin/employees/${gone}`,
    '/admin/contractors',
    '/admin/directory',
    '/admin/third-party',
    '/admin/third-party/add',
    `/admin/third-party/${outsider}`,
    '/admin/departments',
    '/admin/offices',
    '/admin/permissions',
    '/admin/reports',
    '/admin/integrations',
    '/control-panel',
    '/control-panel/people',
    '/control-panel/people/new',
    `/control-panel/people/${member}`,
    `/control-panel/people/${gone}`,
    '/control-panel/third-party',
    `/control-panel/third-party/${outsider}`,
    '/control-panel/faults',
    '/control-panel/faults/new?fault=missing_permission',
    '/control-panel/journal',
  ];
}

describe.skipIf(isChromiumMissing())('every page of the sandbox', () => {
  let browser: Browser;
  let site: TestSandbox;
  beforeAll(async () => {
    browser = await launchChromium();
    site = await startTestSandbox({ companySize: 40 });
    const { control } = site.sandbox;
    const permissions = ['Manage employees', 'Edit company settings'];
    control.addSignIn({ userName: 'robot', password: 'pass', permissions });
    control.addFault({ fault: 'status_429', path: '/settings', retryAfter: 7 });
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await browser.close();
  });

  async function lookAtAll(page: Page, look: (path: string) => Promise<void>): Promise<void> {
    for (const path of pathsOf(site)) {
      const answer = await page.goto(`${site.sandbox.url}${path}`);
      expect(answer!.status(), path).toBe(200);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      await look(path);
    }
  }

  it('is accessible', async () => {
    await using view = await newModalPage(browser, DESKTOP);
    await lookAtAll(view.page, async (path) => {
      expect(await findAxeViolations(view.page), path).toEqual([]);
    });
    expect(view.complaints).toEqual([]);
  });

  it('can be read on a narrow screen without moving the whole page sideways', async () => {
    await using view = await newModalPage(browser, NARROW);
    await lookAtAll(view.page, async (path) => {
      expect(await view.page.evaluate(() => document.documentElement.scrollWidth), path).toBe(320);
    });
  });
});
