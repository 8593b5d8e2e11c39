import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/linking/session-view.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { findAxeViolations, newModalPage, openModal } from './modal-page.ts';
import { startModalServer, type ModalServer } from './modal-server.ts';
import { EMAIL, viewIn, VIEWS } from './session-views.ts';

/** As the session stands before anybody opened it. */
const before = (view: SessionView): SessionView =>
  viewIn('awaiting_consent', { method: view.method, relink: view.relink, is_consent_needed: false });

const resumes = ({ link }: ModalServer): number =>
  link.requests.filter(({ path }) => path.endsWith('/resume')).length;

describe.skipIf(isChromiumMissing())('a relink', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it.each([
    [
      'relink-permission-lost',
      'One thing can’t be read yet',
      'no longer grants Northwind Rostering everything',
    ],
    ['relink-password-expired', 'Enter your Justworks log-in', 'has expired in Justworks'],
    ['relink-invite-again', 'Add Northwind Rostering’s user in Justworks', 'no longer accepts the password'],
  ])('goes on by itself where the problem is: %s', async (name, heading, words) => {
    const view = VIEWS[name]!;
    await using server = await startModalServer(before(view));
    await using modal = await newModalPage(browser);
    const { page } = modal;
    server.link.afterPost['resume'] = view;
    await openModal(page, server);
    await page.getByRole('heading', { name: heading }).waitFor();
    const notice = page.locator('.relink-notice');
    expect(await notice.innerText()).toContain(words);
    expect(await notice.innerText()).toContain('Since November 3, 2026.');
    expect(await notice.innerText()).toContain('your consent still counts');
    expect(resumes(server)).toBe(1);
    expect(await findAxeViolations(page)).toEqual([]);
    expect(modal.complaints).toEqual([]);
  });

  it('names the permission that was lost, and hands out the address once more', async () => {
    await using lost = await startModalServer(VIEWS['relink-permission-lost']!);
    await using invited = await startModalServer(VIEWS['relink-invite-again']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, lost);
    expect(await page.locator('.relink-notice li').allInnerTexts()).toEqual(['Edit company settings']);
    await openModal(page, invited);
    await page.getByText('with the same address as before').waitFor();
    await page.getByText(EMAIL).first().waitFor();
  });

  it('of a connection that works is checked when the person asks for it', async () => {
    await using server = await startModalServer(VIEWS['relink-fine']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('As far as we know, everything works.').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    expect(resumes(server)).toBe(0);
    server.link.afterPost['resume'] = VIEWS.verifying!;
    await page.getByRole('button', { name: 'Check the connection' }).click();
    await page.getByRole('heading', { name: 'Checking the permissions' }).waitFor();
    expect(resumes(server)).toBe(1);
  });

  it.each([
    ['relink-disconnected', 'was disconnected from Northwind Rostering on request'],
    ['relink-wider', 'asks to read more'],
  ])('asks for the consent where it is needed, and says why: %s', async (name, words) => {
    await using server = await startModalServer(VIEWS[name]!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    expect(await page.locator('.relink-notice').innerText()).toContain(words);
    await page.getByRole('button', { name: 'Agree and continue' }).waitFor();
    expect(resumes(server)).toBe(0);
    expect(await findAxeViolations(page)).toEqual([]);
  });

  it('that can’t go on says so and can be tried again', async () => {
    await using server = await startModalServer(before(VIEWS['relink-password-expired']!));
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await page.route(
      '**/resume',
      (route) => route.fulfill({ status: 409, json: { detail: '', errors: [] } }),
      {
        times: 1,
      },
    );
    await openModal(page, server);
    await page.getByRole('alert').filter({ hasText: 'did not work' }).waitFor();
    await page.getByRole('heading', { name: 'Justworks needs you once more' }).waitFor();
    server.link.afterPost['resume'] = VIEWS['relink-password-expired']!;
    await page.getByRole('button', { name: 'Check the connection' }).click();
    await page.getByRole('heading', { name: 'Enter your Justworks log-in' }).waitFor();
  });
});
