import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { agree, DESKTOP, newModalPage, openModal } from './modal-page.ts';
import { LINK_TOKEN, startModalServer } from './modal-server.ts';
import { EMAIL, permissionsIn, VIEWS, viewIn } from './session-views.ts';

describe.skipIf(isChromiumMissing())('a walk through the modal', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('goes from consent to a connected account', async () => {
    await using server = await startModalServer(VIEWS.consent!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    const { link } = server;
    const heading = page.locator('h1');
    await openModal(page, server);

    link.afterPost.consent = VIEWS.guide!;
    await agree(page);
    await heading.filter({ hasText: 'Add Northwind Rostering’s user in Justworks' }).waitFor();
    const consent = link.requests.find(({ method }) => method === 'POST');
    expect(consent).toEqual({
      method: 'POST',
      path: '/link/api/session/consent',
      authorization: `Bearer ${LINK_TOKEN}`,
    });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');

    link.view = VIEWS.connecting!;
    await heading.filter({ hasText: 'The invitation arrived' }).waitFor();
    expect(await page.title()).toBe('The invitation arrived · Connect Justworks');
    link.view = VIEWS.verifying!;
    await heading.filter({ hasText: 'Checking the permissions' }).waitFor();

    link.view = VIEWS['permissions-missing']!;
    await heading.filter({ hasText: '2 things can’t be read yet' }).waitFor();
    const first = page.locator('.permission').first();
    expect(await first.textContent()).toContain('In Justworks open Company > Permissions');
    await expect
      .poll(() => page.getByRole('status').last().textContent())
      .toContain('Still missing: the Employee Census Report');

    link.afterPost['check-permissions'] = VIEWS.verifying!;
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('button', { name: 'Checking' }).waitFor();

    link.view = VIEWS['linked-reading']!;
    await heading.filter({ hasText: 'Justworks is connected' }).waitFor();
    await page.getByText('128 people').waitFor();
    link.view = VIEWS['linked-done']!;
    await page.locator('.sync-count', { hasText: '1,204 people' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('You can close this page now.').waitFor();
    // Nobody is there to take it.
    expect(link.publicTokenCount).toBe(0);
    expect(modal.complaints).toEqual([]);
  });

  it('takes the link token out of the address and goes on after a reload', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    expect(modal.page.url()).toBe(`${server.origin}/link`);
    await modal.page.getByRole('checkbox', { name: 'Member Type is filled in' }).check();
    await modal.page.reload();
    await modal.page.getByText('1 of 10 filled in').waitFor();
    expect(server.link.requests.at(-1)?.authorization).toBe(`Bearer ${LINK_TOKEN}`);
  });

  it('copies the exact value, ticks it off and says so', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser, {
      ...DESKTOP,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = modal;
    await openModal(page, server);
    await page.getByRole('button', { name: 'Copy Work Email' }).click();
    await page.getByRole('button', { name: 'Copied Work Email' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(EMAIL);
    expect(await page.getByRole('checkbox', { name: 'Work Email is filled in' }).isChecked()).toBe(true);
    expect(await page.getByRole('status').last().textContent()).toBe('Work Email copied');
  });

  it('copies without the clipboard API, as on a page served over plain HTTP', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser, { ...DESKTOP, permissions: ['clipboard-read'] });
    const { page } = modal;
    await page.addInitScript(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
    });
    await openModal(page, server);
    await page.getByRole('button', { name: 'Copy First Name' }).click();
    await page.getByRole('button', { name: 'Copied First Name' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Northwind');
  });

  it('lists each permission once before anything was verified, and tells which are optional', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    const names = await modal.page.locator('.to-tick-name').allTextContents();
    expect(names).toEqual([
      'Edit company settings',
      'Manage employees',
      'View all employee information',
      'View basic employee information',
      'Upload & view all documents',
      'View invoices & reporting',
      'Manage all paid time off',
    ]);
    expect(await modal.page.locator('.to-tick li').filter({ hasText: 'optional' }).count()).toBe(1);
  });

  it('tells a check without a clear answer from one that was not made', async () => {
    await using server = await startModalServer(VIEWS['permissions-unclear']!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    expect(await modal.page.getByText('No clear answer', { exact: true }).count()).toBe(3);
    await modal.page.getByText('Code for support: permission_unknown').waitFor();
  });

  it('says what a late invitation may mean', async () => {
    await using server = await startModalServer(VIEWS['guide-late']!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    await modal.page.getByText('If the invitation was set to “Later”, send it now.').waitFor();
  });

  it('keeps the screen while the service is away, says so, and recovers by itself', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    server.link.failWith = 503;
    const trouble = modal.page.getByText('We can’t reach the service right now.');
    await trouble.waitFor();
    expect(await modal.page.getByText('Fill in the form').isVisible()).toBe(true);
    server.link.failWith = null;
    await trouble.waitFor({ state: 'detached' });
  });

  it('shows a failed button press and lets the person press again', async () => {
    await using server = await startModalServer(VIEWS.consent!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    server.link.failWith = 500;
    await agree(modal.page);
    await modal.page.getByText('That did not work. Please try again in a moment.').waitFor();
    server.link.failWith = null;
    server.link.afterPost.consent = VIEWS.guide!;
    await agree(modal.page);
    await modal.page.getByText('Fill in the form').waitFor();
  });

  it('leads out of a failure: code, fix, support, another try', async () => {
    await using server = await startModalServer(VIEWS.failed!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('The invitation had expired when we opened it.').waitFor();
    await page.getByText('Code for support: invitation_expired').waitFor();
    const support = page.getByRole('link', { name: 'help@northwind.example' });
    expect(await support.getAttribute('href')).toBe('mailto:help@northwind.example');
    await page.route('**/check-permissions', (route) => route.fulfill({ status: 409 }), { times: 1 });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('first send a new invitation').waitFor();
    server.link.view = VIEWS.connecting!;
    await page.getByText('The invitation arrived').waitFor();
  });

  it('stops asking when the link has expired', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    server.link.failWith = 401;
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    expect(await modal.page.locator('h1').textContent()).toBe('This link has expired');
    await modal.page.getByRole('link', { name: 'help@northwind.example' }).waitFor();
    expect(server.link.requests).toHaveLength(1);
    await modal.page.reload();
    await modal.page.getByText('This page needs a link').waitFor();
    expect(server.link.requests).toHaveLength(1);
  });

  it('names the partner when a session expires under one’s hands', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    server.link.view = VIEWS.expired!;
    await modal.page.getByText('Open the connection again in Northwind Rostering').waitFor();
  });

  it('leaves the result on the screen when the link token expires after linking', async () => {
    await using server = await startModalServer(VIEWS['linked-reading']!);
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    const refused = modal.page.waitForResponse((response) => response.status() === 401);
    server.link.failWith = 401;
    await refused;
    expect(await modal.page.locator('h1').textContent()).toBe('Justworks is connected');
  });

  it('works by keyboard alone', async () => {
    await using server = await startModalServer(
      viewIn('awaiting_permissions', { permissions: permissionsIn('missing') }),
    );
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    server.link.afterPost['check-permissions'] = VIEWS.verifying!;
    await modal.page.keyboard.press('Tab');
    await modal.page.keyboard.press('Enter');
    const button = modal.page.getByRole('button', { name: 'Checking' });
    await button.waitFor();
    // The button keeps the keyboard's place while it works.
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
