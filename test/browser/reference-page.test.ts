import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHarness, createTenant, type Harness, type Tenant } from '../integration/http/harness.ts';
import { insertRecord } from '../integration/http/records.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { newModalPage } from './modal-page.ts';

describe.skipIf(isChromiumMissing())('the reference page', () => {
  let browser: Browser;
  let harness: Harness;
  let tenant: Tenant;
  let origin: string;
  beforeAll(async () => {
    harness = await createHarness();
    tenant = await createTenant(harness);
    await insertRecord(harness.context, 'employees', {
      linkedAccountId: tenant.linkedAccountId,
      body: { first_name: 'Wilhelmina', work_email: 'wilhelmina@harbor.example' },
    });
    origin = await harness.app.listen({ host: '127.0.0.1', port: 0 });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await harness[Symbol.asyncDispose]();
  });

  it('comes whole from this service and runs under its policy', async () => {
    await using opened = await newModalPage(browser);
    const elsewhere: string[] = [];
    opened.page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) {
        elsewhere.push(request.url());
      }
    });
    const answer = await opened.page.goto(`${origin}/docs`);
    expect(answer!.headers()['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    await opened.page.locator('#operations-tag-employees').waitFor();
    expect(await opened.page.locator('h1.title').innerText()).toContain('Muster');
    expect(await opened.page.locator('.errors-wrapper').count()).toBe(0);
    expect(elsewhere).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('sends a call with the key and the token that were typed in, and shows the answer', async () => {
    await using opened = await newModalPage(browser);
    const { page } = opened;
    await page.goto(`${origin}/docs`);
    await authorize(page, 'api_key', tenant.key);
    await authorize(page, 'account_token', tenant.accountToken);
    await page.locator('#operations-tag-employees').click();
    const operation = page.locator('#operations-employees-employees_list');
    await operation.locator('.opblock-summary-control').click();
    const [call] = await Promise.all([
      page.waitForResponse((response) => response.url().includes('/api/hris/v1/employees')),
      operation.locator('button.execute').click(),
    ]);
    expect({ status: call.status(), url: call.url() }).toEqual({
      status: 200,
      url: `${origin}/api/hris/v1/employees`,
    });
    await operation.locator('.live-responses-table').waitFor();
    expect(await operation.locator('.live-responses-table').innerText()).toContain('Wilhelmina');
    expect(opened.complaints).toEqual([]);
  });
});

/** Types one secret into the dialog and closes it. */
async function authorize(page: Page, scheme: string, secret: string): Promise<void> {
  await page.locator('.scheme-container button.authorize').click();
  const form = page.locator('.auth-container', { hasText: scheme }).first();
  await form.locator('input').fill(secret);
  await form.locator('button.authorize').click();
  await page.locator('.modal-ux .btn-done').first().click();
}
