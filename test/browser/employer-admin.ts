import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startLinkBy } from '../support/consent.ts';
import type { WholeService } from '../support/whole-service.ts';
import { agree, newModalPage } from './modal-page.ts';

/** No step takes that long; the first one that never comes is told by its name. */
const STEP_TIMEOUT_MS = 10_000;
const LABELS_OF_FORM: Record<string, string> = { 'Start Date': 'Start date' };

/** An employer's admin with two windows: the modal, and the simulated Justworks. The service works when it is told to. */
export class EmployerAdmin implements AsyncDisposable {
  readonly modal: Page;
  readonly source: Page;
  readonly complaints: string[];
  readonly #service: WholeService;
  readonly #linkToken: string;

  private constructor(
    service: WholeService,
    linkToken: string,
    windows: { modal: Page; source: Page; complaints: string[] },
  ) {
    this.#service = service;
    this.#linkToken = linkToken;
    this.modal = windows.modal;
    this.source = windows.source;
    this.complaints = windows.complaints;
  }

  /** Opens the modal for an employer of its own. */
  static async start(
    service: WholeService,
    browser: Browser,
    options: { originId: string; method: string; size: BrowserContextOptions },
  ): Promise<EmployerAdmin> {
    const linkToken = await startLinkBy(service, { connection_method: options.method }, options.originId);
    const { page: modal, complaints } = await newModalPage(browser, options.size);
    modal.context().setDefaultTimeout(STEP_TIMEOUT_MS);
    const source = await modal.context().newPage();
    const admin = new EmployerAdmin(service, linkToken, { modal, source, complaints });
    await admin.open();
    return admin;
  }

  async open(page = this.modal): Promise<void> {
    await page.goto(`${this.#service.apiUrl}/link#token=${this.#linkToken}`);
    await page.locator('h1:not(.visually-hidden)').waitFor();
  }

  /** Everything that the service has to do meanwhile. */
  async letServiceWork(): Promise<void> {
    await this.#service.drain();
  }

  async sees(heading: string | RegExp, within: { timeout?: number } = {}): Promise<void> {
    await this.modal.getByRole('heading', { level: 1, name: heading }).waitFor(within);
  }

  /** Of the modal; the service has answered when it is over. */
  press(name: string): Promise<void> {
    return pressAndWait(this.modal, name);
  }

  /** Of the page in the other window. */
  pressInSource(name: string): Promise<void> {
    return pressAndWait(this.source, name);
  }

  /** Agrees, and goes on to the guide of the method. */
  async agree(): Promise<void> {
    await agree(this.modal);
  }

  /** Copies what the modal shows into the form of the source, with `changes` for what is mistaken, and saves. */
  async fillForm(changes: Record<string, string> = {}): Promise<void> {
    const shown = await this.#readForm();
    await this.source.goto(`${this.#service.sandbox.url}/admin/employees`);
    await this.source.getByRole('link', { name: 'Add', exact: true }).click();
    await this.source.getByText('Add third party or temp').click();
    await this.source.getByRole('link', { name: 'Add third-party' }).click();
    for (const [label, value] of Object.entries({ ...shown, ...changes })) {
      if (!value.startsWith('(')) await this.#enter(LABELS_OF_FORM[label] ?? label, value);
    }
    await this.pressInSource('Save');
  }

  /** Ticks what the modal names, but for `forgotten`. */
  async tickPermissions(...forgotten: string[]): Promise<void> {
    const names = await this.modal.locator('.permission .chip').allInnerTexts();
    for (const name of new Set(names.map((text) => text.trim()))) {
      const box = this.source.getByLabel(name, { exact: true });
      await (forgotten.includes(name) ? box.uncheck() : box.check());
    }
    await this.pressInSource('Save permissions');
  }

  async giveLogIn(logIn: { userName: string; password: string; key: string }): Promise<void> {
    await this.modal.locator('#user_name').fill(logIn.userName);
    await this.modal.locator('#password').fill(logIn.password);
    await this.modal.locator('#authenticator_secret').fill(logIn.key);
    await this.press('Connect');
  }

  /** Is asked whether it is the right company, by name and size, says yes, and the first sync runs to its end. */
  async confirmAndSync(): Promise<void> {
    await this.sees('Is this the right company?');
    await this.modal
      .locator('.company-card')
      .getByText(/^\d+ people/)
      .waitFor();
    await this.press('Yes, connect it');
    await this.sees('Justworks is connected');
    await this.letServiceWork();
    await this.modal.getByText('All people were read.', { exact: true }).waitFor();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.modal.context().close();
  }

  /** By the labels, as they stand in the modal. */
  async #readForm(): Promise<Record<string, string>> {
    const rows = await this.modal
      .locator('.field')
      .evaluateAll((fields) =>
        fields.map((field) => [
          field.querySelector('.field-label')!.textContent,
          field.querySelector('.field-value')!.textContent,
        ]),
      );
    const form = Object.fromEntries(rows) as Record<string, string>;
    // The guide shows it as two chips below the form, and what is shown again as a line of it.
    const chips = await this.modal.locator('.chip-chosen').allInnerTexts();
    const [to, when] = form['Send Invitation to']?.split(', ') ?? chips;
    return { ...form, 'Send Invitation to': to!.trim(), 'Send it': when!.trim() };
  }

  async #enter(label: string, value: string): Promise<void> {
    const group = this.source.getByRole('group', { name: label, exact: true });
    if ((await group.count()) > 0) return group.getByLabel(value, { exact: true }).check();
    // A list's label holds its choices too.
    const field = this.source.getByLabel(new RegExp(`^${label}`));
    const isList = await field.evaluate((element) => element.tagName === 'SELECT');
    if (isList) await field.selectOption(value);
    else await field.fill(value);
  }
}

async function pressAndWait(page: Page, name: string): Promise<void> {
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
}
