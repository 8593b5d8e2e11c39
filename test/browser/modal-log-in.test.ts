import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { findAxeViolations, newModalPage, openModal, PHONE } from './modal-page.ts';
import { startModalServer, type ModalServer } from './modal-server.ts';
import { VIEWS } from './session-views.ts';

const PASSWORD = 'canary-Passw0rd';
const KEY = 'CANARYCANARYCANARY234567';

const field = {
  userName: (page: Page) => page.getByLabel('User name or e-mail address'),
  password: (page: Page) => page.getByLabel('Password', { exact: true }),
  key: (page: Page) => page.getByLabel('Setup key of the authenticator app'),
};

async function fill(page: Page, key = KEY): Promise<void> {
  await field.userName(page).fill('admin@acme.example');
  await field.password(page).fill(PASSWORD);
  await field.key(page).fill(key);
}

const posts = ({ link }: ModalServer): string[] =>
  link.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);

/** Everything of the page that a script can reach: the document, what its elements carry, and what is kept. */
async function findInPage(page: Page, needles: string[]): Promise<string[]> {
  return await page.evaluate((wanted) => {
    const found: string[] = [];
    const note = (where: string, text: unknown): void => {
      if (typeof text === 'string' && wanted.some((needle) => text.includes(needle))) found.push(where);
    };
    note('document', document.documentElement.outerHTML);
    for (const input of document.querySelectorAll('input')) note(`input ${input.id}`, input.value);
    for (const [name, store] of Object.entries({ localStorage, sessionStorage }))
      note(name, JSON.stringify({ ...store }));
    note('name', window.name);
    note('cookie', document.cookie);
    note('address', location.href);
    note('history', JSON.stringify(history.state));
    // What the renderer keeps on its elements: the tree of components, their properties and their state.
    const seen = new Set<unknown>([window, document]);
    const queue: unknown[] = [document.getElementById('modal')];
    while (queue.length > 0) {
      const one = queue.shift();
      if (one === null || typeof one !== 'object' || seen.has(one)) continue;
      seen.add(one);
      for (const key of [
        ...Object.keys(one),
        ...(one instanceof Node ? ['firstChild', 'nextSibling'] : []),
      ]) {
        const value = (one as Record<string, unknown>)[key];
        note(`kept as ${key}`, value);
        queue.push(value);
      }
    }
    return found;
  }, needles);
}

describe.skipIf(isChromiumMissing())('the log-in', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('is asked for so that password managers know it, and hidden', async () => {
    await using server = await startModalServer(VIEWS.credentials!);
    await using modal = await newModalPage(browser, PHONE);
    await openModal(modal.page, server);
    const attributes = async (name: keyof typeof field) =>
      await field[name](modal.page).evaluate((input) =>
        ['type', 'autocomplete', 'autocapitalize', 'spellcheck'].map((key) => input.getAttribute(key)),
      );
    expect(await attributes('userName')).toEqual(['text', 'username', 'none', 'false']);
    expect(await attributes('password')).toEqual(['password', 'current-password', 'none', 'false']);
    expect(await attributes('key')).toEqual(['password', 'off', 'none', 'false']);
  });

  it('tells at once that a code of the app is no setup key, and sends nothing', async () => {
    await using server = await startModalServer(VIEWS.credentials!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await fill(page, '123 456');
    const alert = page.getByRole('alert').filter({ hasText: 'change every half a minute' });
    await alert.waitFor();
    expect(await field.key(page).getAttribute('aria-invalid')).toBe('true');
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Connect' }).click();
    await field.key(page).press('Enter');
    expect(posts(server)).toEqual([]);

    await field.key(page).fill(KEY);
    expect(await alert.count()).toBe(0);
    server.link.afterPost['credentials'] = VIEWS.verifying!;
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('heading', { name: 'Checking the permissions' }).waitFor();
    expect(posts(server)).toEqual(['/link/api/session/credentials']);
  });

  it('leaves no secret in the page after it was sent, whether it was taken or not', async () => {
    await using server = await startModalServer(VIEWS.credentials!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByLabel('Show password and setup key').check();
    await fill(page);
    // The search finds what is there.
    expect(await findInPage(page, [PASSWORD])).toContain('input password');
    expect(await findInPage(page, [KEY])).toContain('kept as value');

    server.link.failWith = 503;
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('alert').filter({ hasText: 'did not work' }).waitFor();
    expect(await findInPage(page, [PASSWORD, KEY])).toEqual([]);
    expect(await field.password(page).getAttribute('type')).toBe('password');
    expect(await field.userName(page).inputValue()).toBe('admin@acme.example');

    server.link.failWith = null;
    server.link.afterPost['credentials'] = VIEWS.verifying!;
    await fill(page);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('heading', { name: 'Checking the permissions' }).waitFor();
    expect(server.link.lastBody).toEqual({
      user_name: 'admin@acme.example',
      password: PASSWORD,
      authenticator_secret: KEY,
    });
    expect(await findInPage(page, [PASSWORD, KEY, 'admin@acme.example'])).toEqual([]);
    expect(modal.complaints).toEqual([]);
  });

  it('says how many tries are left, and shuts the form until the time that it names', async () => {
    await using server = await startModalServer(VIEWS['credentials-attempts']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('One more try.').waitFor();
    await page.getByText('did not accept the code').waitFor();
    server.link.view = VIEWS['credentials-closed']!;
    await page.getByRole('heading', { name: 'No more tries for now' }).waitFor();
    await page.getByText(/Next try: .*11:05/).waitFor();
    await page.getByText('help@northwind.example').waitFor();
    expect(await page.getByRole('button', { name: 'Connect', exact: true }).count()).toBe(0);
    expect(await page.locator('input[type=password]').count()).toBe(0);
    expect(await findAxeViolations(page)).toEqual([]);
    server.link.view = VIEWS.credentials!;
    await field.password(page).waitFor();
    expect(modal.complaints).toEqual([]);
  });

  it('says how long to wait as the service says it', async () => {
    await using server = await startModalServer(VIEWS.credentials!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await fill(page);
    server.link.failWith = 429;
    server.link.retryAfter = 42;
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('alert').filter({ hasText: 'in 42 seconds' }).waitFor();
  });
});
