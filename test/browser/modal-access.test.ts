import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { newModalPage, openModal } from './modal-page.ts';
import { startModalServer, startPartnerServer } from './modal-server.ts';
import { VIEWS } from './session-views.ts';

describe.skipIf(isChromiumMissing())('the ways in', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('may be changed before the consent', async () => {
    await using server = await startModalServer(VIEWS['consent-with-choice']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('by a consent that you give in Justworks').waitFor();
    await page.getByText('Connect another way').click();
    server.link.afterPost['method'] = VIEWS.credentials!;
    await page.getByRole('button', { name: 'Enter a log-in instead' }).click();
    await page.getByRole('heading', { name: 'Enter your Justworks log-in' }).waitFor();
    expect(server.link.lastBody).toEqual({ method: 'credentials' });
    expect(modal.complaints).toEqual([]);
  });

  it('take a log-in by its labels, hidden until it is asked for', async () => {
    await using server = await startModalServer(VIEWS.credentials!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    const password = page.getByLabel('Password', { exact: true });
    const key = page.getByLabel('Setup key of the authenticator app');
    expect([await password.getAttribute('type'), await key.getAttribute('type')]).toEqual([
      'password',
      'password',
    ]);
    await page.getByText('not the six digits').waitFor();
    await page.getByLabel('User name or e-mail address').fill('admin@acme.example');
    await password.fill('secret');
    await key.fill('abcd efgh');
    await page.getByLabel('Show password and setup key').check();
    expect(await password.getAttribute('type')).toBe('text');
    server.link.afterPost['credentials'] = VIEWS.verifying!;
    await key.press('Enter');
    await page.getByRole('heading', { name: 'Checking the permissions' }).waitFor();
    expect(server.link.lastBody).toEqual({
      user_name: 'admin@acme.example',
      password: 'secret',
      authenticator_secret: 'abcd efgh',
    });
    expect(modal.complaints).toEqual([]);
  });

  it.each([
    [409, 'was refused before'],
    [422, 'setup key can’t be read'],
    [429, 'too often'],
  ])('say why a log-in is not taken: %i', async (status, words) => {
    await using server = await startModalServer(VIEWS.credentials!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    for (const label of ['User name or e-mail address', 'Setup key of the authenticator app']) {
      await page.getByLabel(label).fill('x');
    }
    await page.getByLabel('Password', { exact: true }).fill('x');
    server.link.failWith = status;
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
  });

  it('open the source in a window of its own, and go on by themselves', async () => {
    await using server = await startModalServer(VIEWS.authorize!);
    await using source = await startPartnerServer('<!doctype html><title>Source</title><h1>Agree?</h1>');
    server.link.authorizationUrl = `${source.origin}/oauth/authorize?state=s`;
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Open Justworks' }).click();
    const popup = await opened;
    await popup.waitForURL(server.link.authorizationUrl);
    await page.getByText('Waiting for your answer in Justworks').waitFor();
    server.link.view = VIEWS['linked-done']!;
    await page.getByRole('heading', { name: 'Justworks is connected' }).waitFor();
    expect(modal.complaints).toEqual([]);
  });

  it('give a link where the browser opens no window', async () => {
    await using server = await startModalServer(VIEWS.authorize!);
    server.link.authorizationUrl = 'https://secure.source.example/oauth/authorize?state=s';
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await page.addInitScript(() => {
      window.open = () => null;
    });
    await openModal(page, server);
    await page.getByRole('button', { name: 'Open Justworks' }).click();
    const link = page.getByRole('link', { name: 'Open Justworks in a new tab' });
    expect(await link.getAttribute('href')).toBe(server.link.authorizationUrl);
  });

  it('say that the consent was declined, and open the source once more', async () => {
    await using server = await startModalServer(VIEWS.authorize!);
    await using source = await startPartnerServer('<!doctype html><title>Source</title><h1>Agree?</h1>');
    server.link.authorizationUrl = `${source.origin}/oauth/authorize?state=first`;
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    const [first] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Open Justworks' }).click(),
    ]);
    await first.waitForURL(server.link.authorizationUrl);
    await page.getByText('only the newest window counts').waitFor();
    await first.close();
    server.link.view = VIEWS['authorize-denied']!;
    await page.getByText('The connection was declined in Justworks.').waitFor();
    server.link.authorizationUrl = `${source.origin}/oauth/authorize?state=second`;
    const [second] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Open Justworks again' }).click(),
    ]);
    await second.waitForURL(server.link.authorizationUrl);
    expect(modal.complaints).toEqual([]);
  });

  it('ask which of several companies is meant', async () => {
    await using server = await startModalServer(VIEWS.company!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    server.link.afterPost['company'] = VIEWS.verifying!;
    await page.getByRole('button', { name: 'Lakeside Real Estate LLC' }).click();
    await page.getByRole('heading', { name: 'Checking the permissions' }).waitFor();
    expect(server.link.lastBody).toEqual({ company_id: 'c2' });
  });

  it('take another log-in where none of its companies is meant', async () => {
    await using server = await startModalServer(VIEWS.company!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    server.link.afterPost['method'] = VIEWS.credentials!;
    await page.getByRole('button', { name: 'None of these' }).click();
    await page.getByRole('heading', { name: 'Enter your Justworks log-in' }).waitFor();
    expect(server.link.lastBody).toEqual({ method: 'credentials' });
  });
});
