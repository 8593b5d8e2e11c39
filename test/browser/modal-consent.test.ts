import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureModalIsBuilt } from '../../src/linking/modal-build.ts';
import { createHarness, createTenant, type Harness, type Tenant } from '../integration/http/harness.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { findAxeViolations, NARROW, newModalPage, openModal } from './modal-page.ts';
import { projectRoot, startModalServer } from './modal-server.ts';
import { inGerman, VIEWS } from './session-views.ts';

const AGREE = { en: 'Agree and continue', de: 'Zustimmen und weiter' };

describe.skipIf(isChromiumMissing())('the consent in the modal', () => {
  let browser: Browser;
  let harness: Harness;
  let tenant: Tenant;
  let origin: string;
  beforeAll(async () => {
    await ensureModalIsBuilt(projectRoot);
    harness = await createHarness();
    origin = await harness.app.listen({ host: '127.0.0.1', port: 0 });
    tenant = await createTenant(harness);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await harness[Symbol.asyncDispose]();
  });

  const start = async (originId: string, language: string): Promise<string> => {
    const { json } = await harness.send({
      method: 'POST',
      url: '/api/hris/v1/link-token',
      headers: tenant.headers,
      payload: {
        end_user_origin_id: originId,
        end_user_organization_name: 'Lakeside Bakery Inc.',
        end_user_email_address: 'hr@lakeside.example',
        categories: ['hris'],
        language,
      },
    });
    return json.link_token as string;
  };
  const consentsOf = async (originId: string): Promise<any[]> => {
    const { id } = await harness.context.db
      .selectFrom('linked_accounts')
      .select('id')
      .where('end_user_origin_id', '=', originId)
      .executeTakeFirstOrThrow();
    const { json } = await harness.get(`/api/v1/linked-accounts/${id}/consents`, tenant.headers);
    return json.results as any[];
  };

  it.each(['en', 'de'] as const)('is kept as it was shown, line by line: %s', async (language) => {
    const linkToken = await start(`shown-${language}`, language);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await page.goto(`${origin}/link#token=${linkToken}`);
    const agree = page.getByRole('button', { name: AGREE[language] });
    await agree.waitFor();
    const shown = await readConsent(page);
    expect(shown.length).toBeGreaterThan(20);
    await page.locator('#authority').check();
    await page.locator('#person_name').fill('Dana Whitfield');
    await agree.click();
    await page.locator('.menu-path').waitFor();
    const [kept] = await consentsOf(`shown-${language}`);
    expect(kept.text.split('\n')).toEqual(shown);
    expect([kept.language, kept.person.name]).toEqual([language, 'Dana Whitfield']);
  });

  it('is not given without a name and the word that one may, and says so beside the field', async () => {
    await using server = await startModalServer(VIEWS.consent!);
    server.link.afterPost.consent = VIEWS.guide!;
    await using modal = await newModalPage(browser, NARROW);
    const { page } = modal;
    await openModal(page, server);
    const agree = page.getByRole('button', { name: AGREE.en });
    const [authority, name] = [page.locator('#authority'), page.getByLabel('Your name')];
    await agree.click();
    await page.getByRole('alert').filter({ hasText: 'Please tick this' }).waitFor();
    expect(await authority.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await findAxeViolations(page)).toEqual([]);
    await page.keyboard.press('Space');
    await name.fill('   ');
    await agree.click();
    await page.getByRole('alert').filter({ hasText: 'Please write your name' }).waitFor();
    expect(await name.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(server.link.requests.filter(({ method }) => method === 'POST')).toEqual([]);
    await page.keyboard.type('Dana Whitfield');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'user in Justworks' }).waitFor();
    expect(server.link.lastBody).toEqual({
      agreement: 'as-shown',
      person_name: 'Dana Whitfield',
      is_authorized: true,
    });
    expect(modal.complaints).toEqual([]);
  });

  it('keeps what was typed when the language is changed', async () => {
    await using server = await startModalServer(VIEWS.consent!);
    server.link.inLanguage = inGerman;
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.locator('#authority').check();
    await page.getByLabel('Your name').fill('Dana Whitfield');
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByRole('button', { name: AGREE.de }).waitFor();
    expect(await page.getByLabel('Ihr Name').inputValue()).toBe('Dana Whitfield');
    expect(await page.locator('#authority').isChecked()).toBe(true);
  });

  it('says when what is asked for has changed meanwhile', async () => {
    await using server = await startModalServer(VIEWS.consent!);
    await using modal = await newModalPage(browser);
    const { page } = modal;
    await openModal(page, server);
    await page.locator('#authority').check();
    await page.getByLabel('Your name').fill('Dana Whitfield');
    server.link.failWith = 409;
    await page.getByRole('button', { name: AGREE.en }).click();
    await page.getByRole('alert').filter({ hasText: 'has just changed' }).waitFor();
  });
});

/** Every line that a person can read of it, in the order of the page, with everything unfolded. */
async function readConsent(page: Page): Promise<string[]> {
  for (const summary of await page.locator('.term-group > summary').all()) await summary.click();
  const parts = await page.locator('h1, .lead, dl.terms, .statement').all();
  const texts = await Promise.all(parts.map((part) => part.innerText()));
  return texts
    .join('\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
