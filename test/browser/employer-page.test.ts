import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../integration/http/harness.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import {
  createEmployerWorld,
  openEmployerPage,
  serviceEmailOf,
  type EmployerWorld,
} from './employer-world.ts';
import { DESKTOP, findAxeViolations, NARROW, newModalPage, PHONE, type ModalPage } from './modal-page.ts';

describe.skipIf(isChromiumMissing())('the employer’s own page', () => {
  let browser: Browser;
  let world: EmployerWorld;
  beforeAll(async () => {
    [browser, world] = await Promise.all([launchChromium(), createEmployerWorld()]);
  });
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });

  const open = async (options = DESKTOP): Promise<ModalPage & { tenant: Tenant }> => {
    const modal = await newModalPage(browser, { reducedMotion: 'reduce', ...options });
    const tenant = await world.addEmployer();
    await openEmployerPage(world, tenant, modal.page);
    return { ...modal, tenant };
  };
  const section = (page: Page, name: string) => page.getByRole('region', { name });
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const expectClean = async ({ page, complaints }: ModalPage): Promise<void> => {
    expect(await findAxeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  };

  it.each([
    ['light', DESKTOP],
    ['dark', DESKTOP],
    ['light', PHONE],
  ] as const)('says what is connected, read, granted and missing: %s', async (colorScheme, size) => {
    await using modal = await open({ ...size, colorScheme });
    const { page } = modal;
    expect(await page.locator('h1').textContent()).toBe('Lakeside Bakery Inc.: your Justworks connection');
    const state = await section(page, 'State').innerText();
    expect(state).toContain('Connected');
    expect(state).toMatch(/Last read\s+Nov/);
    expect(state).toMatch(/People read\s+3/);
    const permissions = await section(page, 'Permissions').innerText();
    expect(permissions).toContain('One permission is missing.');
    expect(permissions).toContain('tick Edit company settings');
    await section(page, 'What is read').getByText('People').first().click();
    expect(await section(page, 'What is read').innerText()).toContain('work e-mail');
    await expectClean(modal);
  });

  it('names the people whose records lack something', async () => {
    await using modal = await open();
    const records = section(modal.page, 'Records to complete');
    expect(await records.innerText()).toMatch(/No work e-mail\s+2 of 3/);
    await records.getByText('Show who').click();
    await records.getByText('Ada Byron').waitFor();
    expect(
      await records
        .getByRole('listitem')
        .filter({ hasText: /^(Ada|Grace|Edsger)/ })
        .allInnerTexts(),
    ).toEqual(expect.arrayContaining(['Ada Byron', 'Grace Hopper']));
    expect(await records.innerText()).not.toContain('Edsger');
    await expectClean(modal);
  });

  it('asks for a sync, and says how long to wait for the next one', async () => {
    await using modal = await open();
    const { page, tenant } = modal;
    await press(page, 'Sync now');
    await page.getByRole('button', { name: 'Reading now.' }).waitFor();
    await world.harness.context.db
      .deleteFrom('sync_runs')
      .where('linked_account_id', '=', tenant.linkedAccountId)
      .where('state', '=', 'queued')
      .execute();
    await press(page, 'Sync now');
    await page
      .getByRole('alert')
      .getByText(/\d+ seconds/)
      .waitFor();
    await expectClean(modal);
  });

  it('pauses and resumes', async () => {
    await using modal = await open(PHONE);
    await press(modal.page, 'Pause reading');
    await section(modal.page, 'State').getByText('Paused', { exact: true }).waitFor();
    await expectClean(modal);
    await press(modal.page, 'Resume reading');
    await section(modal.page, 'State').getByText('Connected', { exact: true }).waitFor();
  });

  it('disconnects after a second yes, and names the user that is to be removed', async () => {
    await using modal = await open();
    const { page } = modal;
    await press(page, 'Disconnect');
    await page.getByText('Really disconnect?').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Really disconnect?');
    await press(page, 'Cancel');
    expect(await section(page, 'State').innerText()).toContain('Connected');
    await press(page, 'Disconnect');
    await press(page, 'Yes, disconnect');
    const todo = section(page, 'Now remove our user in Justworks');
    await todo.waitFor();
    expect((await todo.innerText()).replace(/\s/g, '')).toContain(serviceEmailOf(modal.tenant));
    await expectClean(modal);
    await page.reload();
    await todo.waitFor();
  });

  it.each([DESKTOP, NARROW])('erases when the company was named, and gives a receipt', async (size) => {
    await using modal = await open(size);
    const { page, tenant } = modal;
    await press(page, 'Erase everything');
    const input = page.getByLabel('Name of the company');
    expect(await input.evaluate((element) => element === document.activeElement)).toBe(true);
    await input.fill('Some other company');
    await press(page, 'Erase for good');
    await page.getByText('That is not the name. Nothing was erased.').waitFor();
    await expectClean(modal);
    await input.fill('lakeside bakery inc.');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Everything is erased' }).waitFor();
    await section(page, 'Now remove our user in Justworks').waitFor();
    await expectClean(modal);
    const download = page.waitForEvent('download');
    await press(page, 'Download the receipt');
    const receipt = JSON.parse(await readFile(await (await download).path(), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(receipt).toMatchObject({ linked_account_id: tenant.linkedAccountId, counts: { employees: 3 } });
    expect(await page.locator('main').innerText()).toContain(String(receipt.id));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.viewport!.width);
    await page.reload();
    await page.getByRole('heading', { name: 'Everything is erased' }).waitFor();
  });

  it('speaks German, and fits 320 pixels with everything unfolded', async () => {
    await using modal = await open(NARROW);
    const { page } = modal;
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Was gelesen wird' }).waitFor();
    await page.getByText('Unternehmen, Standorte und Abteilungen', { exact: false }).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    const folded = page.locator('details:not([open]) > summary');
    while ((await folded.count()) > 0) await folded.first().click();
    await press(page, 'Trennen');
    await press(page, 'Alles löschen');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await expectClean(modal);
  });

  it('is worked by the keyboard alone', async () => {
    await using modal = await open();
    const { page } = modal;
    const pause = page.getByRole('button', { name: 'Pause reading' });
    for (let tabs = 0; tabs < 60 && !(await pause.evaluate((it) => it === document.activeElement)); tabs += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await section(page, 'State').getByText('Paused', { exact: true }).waitFor();
  });

  it('keeps its token out of the address, and says so when the link is of no use', async () => {
    await using modal = await open();
    const { page, tenant } = modal;
    expect(page.url()).not.toContain('token');
    await world.harness.send({
      method: 'DELETE',
      url: `/api/v1/linked-accounts/${tenant.linkedAccountId}/employer-links`,
      headers: tenant.headers,
    });
    await press(page, 'Pause reading');
    await page.getByRole('heading', { name: 'This link has ended' }).waitFor();
    await expectClean(modal);
    await page.reload();
    await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
    await expectClean(modal);
  });

  it('is shown in no frame', async () => {
    const page = await world.harness.get(`/employer?o=${(await world.addEmployer()).organizationId}`);
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['cache-control']).toContain('no-store');
  });
});
