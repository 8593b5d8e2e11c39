import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { findAxeViolations, newModalPage, openModal, PHONE } from './modal-page.ts';
import { LINK_TOKEN, startModalServer, startPartnerServer } from './modal-server.ts';
import { inGerman, permissionsIn, viewIn, VIEWS } from './session-views.ts';

const at = (checkedAt: string) =>
  viewIn('awaiting_permissions', {
    permissions: permissionsIn('granted', 'missing', 'granted', 'missing').map((permission) => ({
      ...permission,
      checked_at: checkedAt,
    })),
    problem: { code: 'permission_missing', message: 'A permission is missing.', fix: 'Grant it.' },
  });

describe.skipIf(isChromiumMissing())('the permissions', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('move by themselves, each with what it unlocks and where to tick it, and the time of the last check', async () => {
    await using server = await startModalServer(VIEWS.verifying!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    server.link.view = at('2026-11-20T15:42:00Z');
    await page.getByRole('heading', { name: 'One thing can’t be read yet' }).waitFor();
    const [first, ...rest] = await page.locator('.permission').all();
    expect(await first!.innerText()).toMatch(
      /Employee Census Report.*Missing.*Where to tick it.*Company > Permissions.*Why/s,
    );
    // What is not required is told as such, and keeps nobody waiting.
    expect(await rest[0]!.innerText()).toMatch(/approved time off.*Optional.*Missing/is);
    expect(await rest[1]!.innerText()).toContain('Granted');
    await page.getByText('Last checked at 10:42').waitFor();

    server.link.afterPost['check-permissions'] = VIEWS.verifying!;
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('heading', { name: 'Checking the permissions' }).waitFor();
    server.link.view = at('2026-11-20T15:51:00Z');
    await page.getByText('Last checked at 10:51').waitFor();
    expect(modal.complaints).toEqual([]);
  });

  it('are checked again as often as the service allows, and the wait is told', async () => {
    await using server = await startModalServer(VIEWS['permissions-missing']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    server.link.failWith = 429;
    server.link.retryAfter = 240;
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('alert').filter({ hasText: 'in 4 minutes' }).waitFor();
  });
});

describe.skipIf(isChromiumMissing())('the company', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('is shown with its size, and confirmed by its id', async () => {
    await using server = await startModalServer(VIEWS.confirm!);
    await using modal = await newModalPage(browser, PHONE);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('Lakeside Bakery, Inc.').waitFor();
    await page.getByText('1,204 people in the directory', { exact: true }).waitFor();
    await page.getByText('no record of them has been stored yet').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    server.link.afterPost['confirm'] = VIEWS['linked-starting']!;
    await page.getByRole('button', { name: 'Yes, connect it' }).click();
    await page.getByRole('heading', { name: 'Justworks is connected' }).waitFor();
    expect(server.link.lastBody).toEqual({ company_id: 'c1' });
    expect(modal.complaints).toEqual([]);
  });

  it('is told by a whole number where the roster was counted, and by one person as one', async () => {
    const view = VIEWS.confirm!;
    const counted = { people_count: 1, people_counted_in: 'roster' as const };
    await using server = await startModalServer({ ...view, company: { ...view.company!, ...counted } });
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    await modal.page.getByText('1 person', { exact: true }).waitFor();
  });

  it('is told in German with a number as it is written there', async () => {
    await using server = await startModalServer(inGerman(VIEWS.confirm!));
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    await modal.page.getByText('1.204 Personen im Verzeichnis', { exact: true }).waitFor();
    await modal.page.getByText('Gespeichert ist von ihnen noch nichts').waitFor();
  });

  it('of several that is another one leads back to the choice', async () => {
    await using server = await startModalServer(VIEWS.confirm!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    server.link.afterPost['decline'] = VIEWS.company!;
    await page.getByRole('button', { name: 'No, another company' }).click();
    await page.getByRole('heading', { name: 'Which company do you want to connect?' }).waitFor();
    await page.getByRole('button', { name: 'Lakeside Real Estate LLC' }).waitFor();
  });

  it('that is another one leads back to where the right one is given, and says how', async () => {
    await using server = await startModalServer(VIEWS['confirm-without-size']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('Lakeside Bakery, Inc.').waitFor();
    expect(await page.locator('.company-card').innerText()).not.toMatch(/people|person|null/);
    await page.getByText('Nothing has been read yet.').waitFor();
    server.link.afterPost['decline'] = VIEWS['company-declined']!;
    await page.getByRole('button', { name: 'No, another company' }).click();
    await page.getByText('Enter the log-in of an administrator of the right company.').waitFor();
    expect(server.link.lastBody).toEqual({ company_id: 'c1' });
  });

  it('has its people counted up while they are read', async () => {
    await using server = await startModalServer(VIEWS['linked-reading']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('128 people so far').waitFor();
    server.link.view = VIEWS['linked-applying']!;
    await page.getByText('Saving what was read.').waitFor();
    server.link.view = VIEWS['linked-done']!;
    await page.getByText('All people were read.', { exact: true }).waitFor();
    expect(await page.locator('.sync-count').innerText()).toBe('1,204 people');
  });

  it('is told to the partner page once more when the service was away for long', async () => {
    await using server = await startModalServer(VIEWS['linked-done']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await using partner = await startPartnerServer(`<!doctype html><title>Settings</title><main></main>
      <script src="${server.origin}/link/muster-link.js"></script>
      <script>
        window.told = [];
        MusterLink.open({ linkToken: '${LINK_TOKEN}', onSuccess: (token) => told.push(token) });
      </script>`);
    server.link.partnerOrigin = partner.origin;
    // Each try waits longer than the one before; here none waits.
    await page.addInitScript(() => {
      const start = window.setTimeout.bind(window);
      window.setTimeout = ((act: () => void) => start(act, 0)) as typeof window.setTimeout;
    });
    await page.route('**/public-token', (route) => route.fulfill({ status: 503 }));
    await page.goto(partner.origin);
    const frame = page.frameLocator('dialog iframe');
    await frame.getByRole('heading', { name: 'Justworks is connected' }).waitFor();
    const failed = frame.getByText('page could not be told yet');
    await failed.waitFor();
    await page.unroute('**/public-token');
    await frame.getByRole('button', { name: 'Tell it again' }).click();
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { told: string[] }).told))
      .toEqual(['public-token-1']);
    await failed.waitFor({ state: 'detached' });
    expect(modal.complaints).toEqual([]);
  });
});
