import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPartnerApp, type PartnerApp, type Tour } from '../../src/sandbox/partner-app/index.ts';
import { startMailbox, type Mailbox } from '../../src/sandbox/mailbox/index.ts';
import { told } from '../../src/sandbox/partner-app/test-support/told.ts';
import { addDays } from '../../src/lib/calendar-date.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { DESKTOP, findAxeViolations, NARROW, newModalPage, type ModalPage } from './modal-page.ts';
import { startScriptedMuster, type ScriptedMuster } from './scripted-muster.ts';

const SECRET = `whsec_${randomBytes(24).toString('base64')}`;
const EMPLOYER = { originId: 'employer-1', name: 'Juniper & Vale', adminEmail: 'admin@employer.example' };
// The tour holds what stands side by side.
const PATHS = ['/', '/people', '/tour', '/phone'];
const SALES = { id: 'd-sales', name: 'Sales', type: 'DEPARTMENT' };
const ada = (some: object = {}) => ({
  id: 'p-ada',
  display_full_name: 'Ada <b>Quill</b>',
  work_email: 'ada@juniper.example',
  employment_status: 'ACTIVE',
  start_date: '2024-01-08T00:00:00Z',
  groups: ['d-sales'],
  ...some,
});

/** Two steps: one that goes well, one that fails the first time. */
class ScriptedTour implements Tour {
  readonly #listeners: (() => void)[] = [];
  readonly #played: ('done' | 'failed')[] = [];
  steps(): ReturnType<Tour['steps']> {
    return ['Open the phone', 'Go wrong'].map((title, index) => ({
      title,
      tells: `What happens in ${title}.`,
      look: 'the phone.',
      state: this.#played[index] ?? 'to come',
      seen: this.#played[index] === undefined ? [] : [`Seen in ${title}.`],
    }));
  }
  watch(listener: () => void): void {
    this.#listeners.push(listener);
  }
  next(): Promise<void> {
    const index = this.#played.filter((state) => state === 'done').length;
    this.#played[index] = index === 1 && this.#played[1] === undefined ? 'failed' : 'done';
    for (const listener of this.#listeners) listener();
    return Promise.resolve();
  }
}

describe.skipIf(isChromiumMissing())('the demo partner', () => {
  let browser: Browser;
  let mailbox: Mailbox;
  let muster: ScriptedMuster;
  let partner: PartnerApp;
  beforeAll(async () => {
    browser = await launchChromium();
    mailbox = await startMailbox({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await browser.close();
    await mailbox.close();
  });
  beforeEach(async () => {
    mailbox.clear();
    muster = await startScriptedMuster();
    partner = await startPartnerApp({
      port: 0,
      apiUrl: muster.url,
      apiKey: 'key',
      sandboxUrl: 'http://127.0.0.1:9',
      mailbox,
      employer: EMPLOYER,
      tour: new ScriptedTour(),
    });
    partner.inbox.useSecret(SECRET);
  });
  afterEach(async () => {
    await partner.close();
    await muster[Symbol.asyncDispose]();
  });

  /** Posts a webhook as Muster does, or as somebody with another secret. */
  async function tell(event: ReturnType<typeof told>, secret = SECRET): Promise<number> {
    const body = JSON.stringify({ type: event.type, timestamp: event.received_at, data: event.data });
    const at = new Date();
    const answer = await fetch(`${partner.url}/webhooks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(event.id, at, body),
      },
      body,
    });
    return answer.status;
  }

  /** A page whose feed is open; it forgets the mark when it is loaded anew. */
  async function open(path: string, options: BrowserContextOptions = DESKTOP): Promise<ModalPage> {
    const view = await newModalPage(browser, options);
    await view.page.goto(`${partner.url}${path}`);
    await view.page.locator('html[data-live=yes]').waitFor();
    await view.page.evaluate(() => document.documentElement.setAttribute('data-same', 'yes'));
    return view;
  }
  const isSamePage = (page: Page) => page.locator('html[data-same=yes]').count();

  async function tellOfSomebody(): Promise<void> {
    await tell(told('group.created', SALES));
    await tell(told('employee.created', ada()));
    await tell(told('employee.offboarding_scheduled', ada(), { effective_date: '2026-12-04' }));
    await tell(told('sync.completed', { id: 'none' }), `whsec_${randomBytes(24).toString('base64')}`);
  }

  async function connect(): Promise<void> {
    muster.employees = [ada()];
    await fetch(`${partner.url}/linked`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"public_token":"public-token"}',
    });
  }

  it.each([
    ['empty', 'light', DESKTOP],
    ['full', 'light', DESKTOP],
    ['full', 'dark', NARROW],
  ] as const)(
    'is accessible when it is %s, in %s, and fits a narrow screen',
    async (content, colorScheme, size) => {
      if (content === 'full') {
        await connect();
        muster.issues = [{ code: 'permission_missing', error_description: 'Tick the box.' }];
        await tellOfSomebody();
      }
      for (const path of PATHS) {
        await using view = await open(path, { ...size, colorScheme });
        expect(await findAxeViolations(view.page), path).toEqual([]);
        await view.page.setViewportSize(NARROW.viewport!);
        expect(await view.page.evaluate(() => document.documentElement.scrollWidth), path).toBe(320);
        expect(view.complaints, path).toEqual([]);
      }
    },
  );

  it('connects, syncs with a message when it is done, leads to the own page, and disconnects', async () => {
    await using view = await open('/');
    const { page } = view;
    const tile = page.locator('[data-panel=tile]');
    await tile.getByText('Not connected', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Connect Justworks' }).click();
    await tile.getByText('Connected', { exact: true }).waitFor();
    await tile.getByText('Last read 2026-11-22 12:00 UTC').waitFor();

    muster.run = { state: 'running', counts: null, error_code: null };
    await page.getByRole('button', { name: 'Sync now' }).click();
    await tile.getByText('A sync is at work.').waitFor();
    const counts = { employee: { added: 1, updated: 2, deleted: 0, unchanged: 3, skipped: 0 } };
    muster.run = { state: 'succeeded', counts, error_code: null };
    await tile.getByText('Sync completed: 1 new, 2 changed, 0 gone.').waitFor();

    muster.issues = [{ code: 'permission_missing', error_description: 'Tick Edit company settings.' }];
    await tell(told('linked_account.permission_lost', { id: 'none' }));
    await tile.getByText('Tick Edit company settings.').waitFor();
    await tile.getByRole('button', { name: 'Reconnect' }).waitFor();

    const opened = page.context().waitForEvent('page');
    await tile.getByRole('link', { name: 'Manage' }).click();
    const manage = await opened;
    await manage.getByText('Your connection').waitFor();
    expect(manage.url()).toBe(`${muster.url}/employer#token=for-the-admin`);

    page.once('dialog', (dialog) => void dialog.dismiss());
    await tile.getByRole('button', { name: 'Disconnect' }).click();
    page.once('dialog', (dialog) => void dialog.accept());
    expect(muster.calls.filter((call) => call.endsWith('/disconnect'))).toEqual([]);
    await tile.getByRole('button', { name: 'Disconnect' }).click();
    await tile.getByText('Not connected', { exact: true }).waitFor();
    await tile.getByText('Disconnected.').waitFor();
    expect(await isSamePage(page)).toBe(1);
  });

  it('says what went wrong when Muster refuses', async () => {
    await muster[Symbol.asyncDispose]();
    await using view = await open('/');
    await view.page.getByRole('button', { name: 'Connect Justworks' }).click();
    await expect.poll(() => view.page.getByRole('alert').textContent()).toMatch(/ECONNREFUSED/);
    const answer = await view.page.goto(`${partner.url}/manage`);
    expect(answer!.status()).toBe(502);
    await view.page.getByText('Muster gave no address for this account.').waitFor();
  });

  it('shows each webhook when it comes, with the verdict of its signature, without a reload', async () => {
    await using view = await open('/side-by-side');
    const { page } = view;
    const list = page.getByRole('list', { name: 'Webhooks' });
    expect(await tell(told('employee.created', ada()))).toBe(204);
    const first = list.getByRole('listitem').first();
    await first.getByText('employee.created').first().waitFor();
    await first.getByText('Signature holds').waitFor();
    await first.getByText('Ada <b>Quill</b>').first().waitFor();

    const forged = told('employee.deleted', ada());
    expect(await tell(forged, `whsec_${randomBytes(24).toString('base64')}`)).toBe(401);
    await list.getByText('Refused: the signature does not hold').waitFor();
    // The true one under the same id is no repetition of the forged one.
    expect(await tell(forged)).toBe(204);
    await first.getByText('employee.deleted').first().waitFor();
    expect(await tell(forged)).toBe(204);
    await list.getByText('came before').waitFor();
    await expect.poll(() => page.locator('#webhook-count').textContent()).toBe('4');
    expect(await isSamePage(page)).toBe(1);
    expect(view.complaints).toEqual([]);
  });

  it('puts people into groups by the rules, as they are edited and as webhooks arrive', async () => {
    await connect();
    await using rules = await open('/');
    await using people = await open('/people');
    const roster = people.page.locator('[data-panel=roster]');
    await tellOfSomebody();
    await roster.getByText('Everyone').waitFor();
    await rules.page.getByLabel('Sales').fill('Travellers');
    await rules.page.getByRole('button', { name: 'Save the group of Sales' }).click();
    await roster.getByText('Travellers').waitFor();
    await rules.page.getByText('Travellers 1').waitFor();

    muster.employees = [ada({ groups: [] })];
    await tell(told('employee.updated', ada({ groups: [] })));
    await roster.getByText('Everyone').waitFor();
    await rules.page.getByText('Everyone 1').waitFor();
    expect([await isSamePage(rules.page), await isSamePage(people.page)]).toEqual([1, 1]);
  });

  it('makes tasks of comings and goings, and mails a reminder when its own clock comes near', async () => {
    await using view = await open('/people');
    const { page } = view;
    const today = (await page.locator('#product-today').textContent())!;
    await tell(told('employee.onboarding_scheduled', ada(), { effective_date: addDays(today, 2) }));
    const task = page.locator('[data-panel=tasks] tbody tr');
    await task.getByText('Onboarding').waitFor();
    await task.getByText('reminder to come').waitFor();
    expect(mailbox.messages()).toEqual([]);
    await page.getByRole('button', { name: 'One day on' }).click();
    await task.getByText('reminded the day before').waitFor();
    await page.getByRole('button', { name: 'One day on' }).click();
    await task.getByText('reminded at the day').waitFor();
    await task.getByText('due', { exact: true }).waitFor();
    // The page tells of a mail that was handed in; it is in the mailbox a moment later.
    await expect
      .poll(() => mailbox.messages().map(({ subject, to }) => [subject, to[0]]))
      .toEqual([
        ['Onboarding of Ada <b>Quill</b>: the first day is tomorrow', EMPLOYER.adminEmail],
        ['Onboarding of Ada <b>Quill</b>: the first day has come', EMPLOYER.adminEmail],
      ]);
  });

  it('plays the tour step by step, with the modal on the phone beside it', async () => {
    await using view = await open('/tour');
    const { page } = view;
    const phone = page.frameLocator('iframe[title="The product on the admin\'s phone"]');
    await phone.getByRole('button', { name: 'Connect Justworks' }).waitFor();
    await page.getByText('Step 1 of 2: Open the phone').waitFor();
    await page.getByRole('button', { name: 'Play this step' }).click();
    await page.getByText('Seen in Open the phone.').waitFor();
    // What the phone did reaches the page around it.
    await phone.getByText('Connected', { exact: true }).waitFor();
    await page.getByText('Step 2 of 2: Go wrong').waitFor();
    await page.getByRole('button', { name: 'Play this step' }).click();
    await page.getByRole('button', { name: 'Try this step again' }).click();
    await page.getByText('That was all.').waitFor();
    expect(await isSamePage(page)).toBe(1);
    expect(view.complaints).toEqual([]);
  });

  it('catches up after the feed was away', async () => {
    await using view = await open('/people');
    const { port } = new URL(partner.url);
    await view.page.context().setOffline(true);
    await partner.close();
    partner = await startPartnerApp({
      port: Number(port),
      apiUrl: muster.url,
      apiKey: 'key',
      sandboxUrl: 'http://127.0.0.1:9',
      mailbox,
      employer: EMPLOYER,
    });
    partner.inbox.useSecret(SECRET);
    await tell(told('employee.offboarding_scheduled', ada(), { effective_date: '2099-12-04' }));
    await view.page.context().setOffline(false);
    await view.page.locator('[data-panel=tasks]').getByText('2099-12-04').waitFor();
    expect(await isSamePage(view.page)).toBe(1);
  });
});
