import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, newModalPage, openModal, PHONE } from './modal-page.ts';
import {
  ADMIN_LINK,
  changeView,
  LINK_TOKEN,
  REPLACING_TOKEN,
  startModalServer,
  type ModalServer,
} from './modal-server.ts';
import { OLD_EMAIL, VIEWS, viewIn } from './session-views.ts';

describe.skipIf(isChromiumMissing())('waiting in the modal', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const heading = (page: Page, text: string, timeout = 30_000) =>
    page.locator('h1', { hasText: text }).waitFor({ timeout });
  const countAsked = (server: ModalServer) =>
    server.link.requests.filter(({ method }) => method === 'GET').length;

  /** A page that hears the news: from then on it asks on its own every 20 s alone. */
  async function openListening(page: Page, server: ModalServer): Promise<void> {
    server.link.news.isOn = true;
    await openModal(page, server);
    await expect.poll(() => server.link.news.pages.size).toBe(1);
    // Once for itself, and once for what is told at the start.
    await expect.poll(() => countAsked(server)).toBe(2);
  }

  it('moves on by the news of the service, long before it would ask by itself', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    await openListening(modal.page, server);
    const before = countAsked(server);
    changeView(server.link, VIEWS.connecting!);
    // Half of the time after which it would ask by itself, and one question for one piece of news.
    await heading(modal.page, 'The invitation arrived', 10_000);
    expect(countAsked(server)).toBe(before + 1);
    changeView(server.link, VIEWS['linked-done']!);
    await heading(modal.page, 'Justworks is connected');
    // Nothing can change any more: nobody listens.
    await expect.poll(() => server.link.news.pages.size).toBe(0);
    expect(modal.complaints).toEqual([]);
  });

  it('sends the token in a header, never in an address', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    const urls: string[] = [];
    modal.page.on('request', (request) => urls.push(request.url()));
    await openListening(modal.page, server);
    expect(urls.filter((url) => url.endsWith('/session/events'))).toHaveLength(1);
    expect(urls.filter((url) => new URL(url).hash === '' && url.includes(LINK_TOKEN))).toEqual([]);
  });

  it('asks when the news break off, and listens again when they are back', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    await openListening(modal.page, server);
    server.link.news.isOn = false;
    for (const page of server.link.news.pages) page.destroy();
    // Not told: the page finds it by asking.
    server.link.view = VIEWS.connecting!;
    await heading(modal.page, 'The invitation arrived');
    server.link.news.isOn = true;
    await expect.poll(() => server.link.news.pages.size, { timeout: 20_000 }).toBe(1);
    changeView(server.link, VIEWS.verifying!);
    await heading(modal.page, 'Checking the permissions');
  });

  it('keeps two tabs of one session together', async () => {
    await using server = await startModalServer(VIEWS.consent!);
    await using first = await newModalPage(browser);
    await using second = await newModalPage(browser, PHONE);
    server.link.news.isOn = true;
    await openModal(first.page, server);
    await openModal(second.page, server);
    await expect.poll(() => server.link.news.pages.size).toBe(2);
    changeView(server.link, VIEWS.guide!);
    await Promise.all([first, second].map(({ page }) => page.getByText('Fill in the form').waitFor()));
    // One tab is a moment behind: the service refuses what it does, and it shows where the session is.
    changeView(server.link, VIEWS.failed!);
    await heading(first.page, 'We could not finish connecting');
    await first.page.route('**/invitation-sent', (route) => route.fulfill({ status: 409 }), { times: 1 });
    server.link.view = VIEWS.connecting!;
    await first.page.getByRole('button', { name: 'I sent it again' }).click();
    await heading(first.page, 'The invitation arrived');
    changeView(server.link, VIEWS.connecting!);
    await heading(second.page, 'The invitation arrived');
  });

  it('resumes in a tab that was closed and opened again by the same link', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    {
      await using modal = await newModalPage(browser);
      await openModal(modal.page, server);
    }
    server.link.view = VIEWS['permissions-missing']!;
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    expect(await modal.page.locator('h1').textContent()).toBe('2 things can’t be read yet');
  });

  it('says what came instead of the invitation, with its fix, and lets the person leave it', async () => {
    await using server = await startModalServer(VIEWS['guide-with-notices']!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('differs from this one by a letter or two').waitFor();
    await page.getByText('could not be proven to be from the sender').waitFor();
    expect(await page.getByRole('link', { name: 'help@northwind.example' }).isVisible()).toBe(true);
    server.link.afterPost['invitation-sent'] = VIEWS.guide!;
    await page.locator('.problem').getByRole('button', { name: 'I sent it again' }).click();
    await page.locator('.problem').waitFor({ state: 'detached' });
    expect(server.link.requests.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
      '/link/api/session/invitation-sent',
    ]);
  });

  it('leads from a failed invitation back to the guide, and does not forget why', async () => {
    await using server = await startModalServer(VIEWS.failed!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    server.link.afterPost['invitation-sent'] = viewIn('awaiting_invitation', {
      problem: VIEWS.failed!.problem,
    });
    await page.getByRole('button', { name: 'I sent it again' }).click();
    await page.getByText('Fill in the form').waitFor();
    await page.getByText('Last time: The invitation had expired').waitFor();
  });

  it('says that the source is away, and moves on by itself when it is back', async () => {
    await using server = await startModalServer(VIEWS['connecting-source-away']!);
    await using modal = await newModalPage(browser);
    await openListening(modal.page, server);
    await modal.page.getByText('Justworks does not answer at the moment').waitFor();
    await modal.page.getByText(/Next try at \d+:\d\d/).waitFor();
    expect(await modal.page.getByText('We could not finish connecting').count()).toBe(0);
    changeView(server.link, VIEWS.verifying!);
    await heading(modal.page, 'Checking the permissions');
    expect(await modal.page.getByText('does not answer').count()).toBe(0);
  });

  it('keeps the wait in sight on a phone', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser, PHONE);
    await openModal(modal.page, server);
    const bar = modal.page.locator('.waiting-bar');
    expect(await bar.isVisible()).toBe(true);
    const { height } = modal.page.viewportSize()!;
    const box = (await bar.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(height);
  });

  it('mails the link to an administrator, once per press, and keeps the address out of the page', async () => {
    await using server = await startModalServer(VIEWS.guide!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('Send this to an administrator instead').click();
    await page.getByLabel('Name of the administrator').fill('Ada Admin');
    await page.getByLabel('E-mail address').fill('ada@acme.example');
    server.link.afterPost['admin-link-mails'] = viewIn('awaiting_invitation', {
      admin_link: { copies_left: 10, mails_left: 2 },
    });
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('The link is on its way.').waitFor();
    await page.getByText('Mails that can still be sent: 2').waitFor();
    expect(server.link.lastBody).toEqual({ name: 'Ada Admin', email: 'ada@acme.example' });
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('');
  });

  it('copies the link, and shows it only where the browser does not copy', async () => {
    await using server = await startModalServer(VIEWS.consent!);
    await using modal = await newModalPage(browser, {
      ...DESKTOP,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('Send this to an administrator instead').click();
    await page.getByRole('button', { name: 'Copy a link' }).click();
    await page.getByText('The link is copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(ADMIN_LINK);
    expect(await page.getByLabel('Link for the administrator').count()).toBe(0);
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
      document.execCommand = () => false;
    });
    await page.getByRole('button', { name: 'Copy a link' }).click();
    expect(await page.getByLabel('Link for the administrator').inputValue()).toBe(ADMIN_LINK);
  });

  it('offers no link where the partner hides it', async () => {
    await using server = await startModalServer(viewIn('awaiting_invitation', { admin_link: null }));
    await using modal = await newModalPage(browser);
    await openModal(modal.page, server);
    expect(await modal.page.getByText('Send this to an administrator instead').count()).toBe(0);
  });

  it('goes on in the session that replaces the user, which a reload finds too, and names the user to remove', async () => {
    const linked = viewIn('linked', { can_replace_service_account: true });
    await using server = await startModalServer(linked);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.getByText('Replace the user in Justworks').click();
    server.link.afterPost['replace-service-account'] = VIEWS['guide-replacing']!;
    server.link.view = VIEWS['guide-replacing']!;
    await page.getByRole('button', { name: 'Get a new address' }).click();
    await page.getByText(`This user replaces ${OLD_EMAIL}.`).waitFor();
    expect(server.link.requests.at(-1)!.authorization).toBe(`Bearer ${REPLACING_TOKEN}`);
    await page.reload();
    await page.getByText(`This user replaces ${OLD_EMAIL}.`).waitFor();
    server.link.view = VIEWS['linked-replaced']!;
    await page.getByText(`Remove ${OLD_EMAIL} in Justworks now.`).waitFor();
  });
});
