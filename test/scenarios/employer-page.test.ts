import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmployerPageView } from '../../src/employer/index.ts';
import { startDueRuns } from '../../src/sync/index.ts';
import { findText } from '../support/find-text.ts';
import {
  finishLink,
  inviteServiceAccount,
  listAll,
  startLink,
  startWholeService,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

const INTERVAL_MS = 660_000;

/** What an HR admin does who got the link by mail; each step goes on from the one before. */
describe('on its own page an employer', () => {
  let service: WholeService;
  let employer: LinkedEmployer;
  let serviceEmail: string;
  let token: string;

  beforeAll(async () => {
    service = await startWholeService({ companySize: 6 });
    const modal = await startLink(service);
    const thirdPartyId = await inviteServiceAccount(service, modal);
    serviceEmail = (await modal.view()).service_account.email;
    employer = await finishLink(service, modal, thirdPartyId);
    token = await takeMailedLink();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  async function takeMailedLink(): Promise<string> {
    const path = `/api/v1/linked-accounts/${employer.linkedAccountId}/employer-link`;
    await service.api('POST', path, { body: { email: 'hr@employer.example', expires_in_minutes: 10_080 } });
    const mail = service.mailbox.messages().at(-1)!;
    expect(mail.to).toEqual(['hr@employer.example']);
    return /#token=(\S+)/.exec(mail.text)![1]!;
  }

  const page = <T = EmployerPageView>(method: 'GET' | 'POST', path: string, body?: object) =>
    service.api<T>(method, `/employer/api${path}`, { apiKey: token, ...(body && { body }) });

  /** What the service asked of the source during the work. */
  async function askedWhile(work: () => Promise<unknown>): Promise<number> {
    const before = service.sandbox.control.journal().length;
    await work();
    return service.sandbox.control.journal().length - before;
  }

  async function passInterval(): Promise<void> {
    service.clock.advance(INTERVAL_MS);
    await startDueRuns(service.context);
    await service.drain();
  }

  it('sees what is connected, read and granted', async () => {
    const { body } = await page('GET', '/account');
    const roster = await listAll(service, employer, 'employees');
    expect(body).toMatchObject({
      state: 'connected',
      service_accounts: [{ email: serviceEmail }],
      sync: { people: roster.length, last_run: { state: 'succeeded' } },
    });
    expect(new Set(body.permissions.map(({ state }) => state))).toEqual(new Set(['granted']));
    expect(body.consent?.given_at).toMatch(/^2026-11-18T/);
    expect(body.scopes.map(({ model }) => model)).toContain('Employee');
  });

  it('pauses: nothing is asked of the source, whatever time passes; and resumes', async () => {
    await page('POST', '/pause');
    expect(await askedWhile(passInterval)).toBe(0);
    expect((await page('GET', '/account')).body.sync.open_run).toBeNull();
    await page('POST', '/resume');
    expect(await askedWhile(passInterval)).toBeGreaterThan(0);
  });

  it('syncs now, and finds what was changed a moment ago', async () => {
    service.sandbox.control.hire({ firstName: 'Odalys', lastName: 'Brightwater', startDate: '2026-11-02' });
    const { people } = (await page('GET', '/account')).body.sync;
    expect((await page('POST', '/sync')).status).toBe(200);
    await service.drain();
    const view = (await page('GET', '/account')).body;
    expect(view.sync.people).toBe(people! + 1);
    const check = view.data_quality.find((one) => one.check === 'missing_work_email')!;
    expect(check).toMatchObject({ affected_count: 1, names_people: true });
    const named = await page<{ results: { name: string }[] }>(
      'GET',
      '/data-quality/missing_work_email/people',
    );
    expect(named.body.results.map(({ name }) => name)).toEqual(['Odalys Brightwater']);
  });

  it('disconnects: our access is gone, and it is told which user to remove', async () => {
    const { body } = await page('POST', '/disconnect');
    expect(body).toMatchObject({ state: 'disconnected', service_accounts: [{ email: serviceEmail }] });
    const { db } = service.context;
    for (const table of ['service_accounts', 'log_ins', 'oauth_grants'] as const)
      expect(await db.selectFrom(table).select('linked_account_id').execute(), table).toEqual([]);
    expect(await askedWhile(passInterval)).toBe(0);
    expect((await page('POST', '/sync')).status).toBe(409);
    // The partner keeps what was read before.
    expect(await listAll(service, employer, 'employees')).not.toEqual([]);
  });

  it('erases: a receipt is left, and nothing else', async () => {
    const refused = await page('POST', '/erase', { company_name: 'Somebody else' });
    expect(refused.status).toBe(422);
    const { erase_phrase } = (await page('GET', '/account')).body;
    const receipt = await page<{ id: string; erased_at: string | null }>('POST', '/erase', {
      company_name: erase_phrase,
    });
    expect(receipt.status).toBe(200);
    expect(receipt.body.erased_at).not.toBeNull();
    await service.drain();
    for (const text of ['Brightwater', 'employer.example', serviceEmail.split('@')[0]!])
      expect([text, await findText(service.context.db, text)]).toEqual([text, []]);
    expect((await page('GET', '/receipt')).body).toEqual(receipt.body);
    expect((await service.api('GET', `/api/v1/linked-accounts/${employer.linkedAccountId}`)).status).toBe(
      404,
    );
    expect((await service.api('GET', `/api/v1/erasure-receipts/${receipt.body.id}`)).status).toBe(200);
  });
});
