import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import type { OutgoingMail } from '../../../src/lib/mailer.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectDocumented,
  expectProblem,
  type Answer,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;
let token: string;
const mails: OutgoingMail[] = [];

beforeAll(async () => {
  harness = await createHarness({ MUSTER_PUBLIC_URL: 'https://muster.example' });
  harness.context.mailer = { isConfigured: true, send: (mail) => Promise.resolve(void mails.push(mail)) };
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  mails.length = 0;
  tenant = await createTenant(harness);
  token = await openLink();
});

const linksUrl = (id = tenant.linkedAccountId) => `/api/v1/linked-accounts/${id}/employer-link`;

const createLink = (payload: object = {}, headers: Record<string, string> = tenant.headers) =>
  harness.send({ method: 'POST', url: linksUrl(), headers, payload });

async function openLink(payload?: object): Promise<string> {
  const link = await createLink(payload);
  expectDocumented(link, 'POST', '/api/v1/linked-accounts/{id}/employer-link');
  return new URLSearchParams(new URL(link.json.url).hash.slice(1)).get('token')!;
}

const call = (method: 'GET' | 'POST', path: string, payload?: object, bearer = token) =>
  harness.send({
    method,
    url: `/employer/api${path}`,
    headers: { authorization: `Bearer ${bearer}` },
    ...(payload && { payload }),
  });

const endLinks = () => harness.send({ method: 'DELETE', url: `${linksUrl()}s`, headers: tenant.headers });

async function changeAccount(change: Record<string, unknown>): Promise<void> {
  await harness.context.db
    .updateTable('linked_accounts')
    .set(change)
    .where('id', '=', tenant.linkedAccountId)
    .execute();
}

const trail = async (): Promise<{ event_type: string; actor_kind: string; actor_id: string | null }[]> =>
  await harness.context.db
    .selectFrom('audit_events')
    .select(['event_type', 'actor_kind', 'actor_id'])
    .where('linked_account_id', '=', tenant.linkedAccountId)
    .orderBy('id')
    .execute();

describe('a link to the employer’s own page', () => {
  test('opens the page of its own account, with the token where no server sees it', async () => {
    const link = await createLink({ expires_in_minutes: 10_080, language: 'de' });
    const url = new URL(link.json.url);
    expect(`${url.origin}${url.pathname}${url.search}`).toBe(
      `https://muster.example/employer?o=${tenant.organizationId}`,
    );
    expect(Date.parse(link.json.expires_at)).toBe(harness.clock.now().getTime() + 7 * 86_400_000);
    const page = await call('GET', '/account', undefined, url.hash.slice('#token='.length));
    expectDocumented(page, 'GET', '/employer/api/account');
    expect(page.json).toMatchObject({
      language: 'de',
      state: 'connected',
      integration: { name: 'Justworks' },
    });
  });

  test('is mailed where somebody says to whom, in the language of the page, and the address is not kept', async () => {
    const link = await createLink({ email: 'hr@lakeside.example', language: 'de' });
    expect(link.json.is_mailed).toBe(true);
    expect(mails).toEqual([
      expect.objectContaining({ to: 'hr@lakeside.example', text: expect.stringContaining(link.json.url) }),
    ]);
    expect(mails[0]!.subject).toBe(`Ihre Justworks-Verbindung mit ${await organizationName()}`);
    const kept = JSON.stringify([
      await harness.context.db.selectFrom('employer_links').selectAll().execute(),
      await harness.context.db.selectFrom('audit_events').selectAll().execute(),
      harness.logLines,
    ]);
    expect(kept).not.toContain('hr@lakeside.example');
  });

  test('is given to the caller where the relay does not take it, and nothing of the mail is logged', async () => {
    const before = harness.context.mailer;
    harness.context.mailer = {
      isConfigured: true,
      send: () => Promise.reject(new Error('550 hr@lakeside.example unknown')),
    };
    const link = await createLink({ email: 'hr@lakeside.example' });
    harness.context.mailer = before;
    expect(link.json).toMatchObject({ is_mailed: false, url: expect.stringContaining('#token=') });
    expect(JSON.stringify(harness.logLines)).not.toContain('hr@lakeside.example');
  });

  test('needs a key that may operate, an account of its own and a length that can be', async () => {
    expectProblem(
      await createLink({ expires_in_minutes: 10_081 }),
      400,
      'invalid_value',
      '/expires_in_minutes',
    );
    expectProblem(await createLink({ email: 'nobody' }), 400, 'invalid_value', '/email');
    const stranger = await createTenant(harness);
    expectProblem(await createLink({}, stranger.headers), 404, 'not_found');
    expectProblem(await createLink({}, { authorization: 'Bearer junk' }), 401, 'api_key_invalid');
  });

  test('ends by itself', async () => {
    const short = await openLink({ expires_in_minutes: 5 });
    harness.clock.advance(5 * 60_000 - 1000);
    expect((await call('GET', '/account', undefined, short)).status).toBe(200);
    harness.clock.advance(2000);
    expectProblem(await call('GET', '/account', undefined, short), 401, 'employer_link_ended');
  });

  test('ends when all links are ended, and so do the others of the account alone', async () => {
    const other = await createLinkedAccount(harness.context, tenant.organizationId, `beside-${newId()}`);
    const beside = await harness.send({
      method: 'POST',
      url: linksUrl(other.linkedAccountId),
      headers: tenant.headers,
      payload: {},
    });
    const second = await openLink();
    const ended = await endLinks();
    expectDocumented(ended, 'DELETE', '/api/v1/linked-accounts/{id}/employer-links');
    expect(ended.json).toEqual({ ended_count: 2 });
    expectProblem(await call('GET', '/account'), 401, 'employer_link_ended');
    expectProblem(await call('POST', '/pause', undefined, second), 401, 'employer_link_ended');
    expect((await call('GET', '/account', undefined, beside.json.url.split('#token=')[1])).status).toBe(200);
    expect((await endLinks()).json).toEqual({ ended_count: 0 });
    expect((await trail()).map(({ event_type }) => event_type)).toEqual([
      'GENERATED_MAGIC_LINK',
      'GENERATED_MAGIC_LINK',
      'ENDED_EMPLOYER_LINKS',
    ]);
  });

  test('of one account shows nothing of another', async () => {
    const stranger = await createTenant(harness);
    await harness.context.db
      .updateTable('linked_accounts')
      .set({ end_user_organization_name: 'Somebody Else' })
      .where('id', '=', stranger.linkedAccountId)
      .execute();
    const page = await call('GET', '/account');
    expect(page.text).not.toContain('Somebody Else');
    expect(page.json.company_name).toBe(await companyName());
  });

  test('is no other token, and no other token is one', async () => {
    const linked = await harness.send({
      method: 'POST',
      url: '/api/hris/v1/link-token',
      headers: tenant.headers,
      payload: { end_user_origin_id: newId(), categories: ['hris'] },
    });
    const modal = await harness.get('/link/api/session', { authorization: `Bearer ${token}` });
    expectProblem(modal, 401, 'link_token_invalid');
    for (const wrong of [linked.json.link_token, tenant.key, tenant.accountToken, 'junk', await forged()]) {
      expectProblem(await call('GET', '/account', undefined, wrong), 401, 'employer_link_invalid');
    }
    expectProblem(await harness.get('/employer/api/account'), 401, 'authorization_missing');
    expectProblem(
      await harness.get('/api/hris/v1/linked-accounts', { authorization: `Bearer ${token}` }),
      401,
      'api_key_invalid',
    );
  });
});

/** With our own key, but for an account that it was not made for. */
async function forged(): Promise<string> {
  return await new SignJWT({ organization_id: tenant.organizationId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('muster')
    .setAudience('muster:employer-page')
    .setSubject(tenant.linkedAccountId)
    .setJti(newId())
    .setExpirationTime(new Date(harness.clock.now().getTime() + 60_000))
    .sign(new Uint8Array(32).fill(1));
}

async function organizationName(): Promise<string> {
  const row = await harness.context.db
    .selectFrom('organizations')
    .select('name')
    .where('id', '=', tenant.organizationId)
    .executeTakeFirstOrThrow();
  return row.name;
}

async function companyName(): Promise<string> {
  const row = await harness.context.db
    .selectFrom('linked_accounts')
    .select('end_user_organization_name')
    .where('id', '=', tenant.linkedAccountId)
    .executeTakeFirstOrThrow();
  return row.end_user_organization_name!;
}

describe('the employer’s own page', () => {
  test('speaks the language that the person chose, and pauses and resumes', async () => {
    const paused = await call('POST', '/pause?language=de');
    expectDocumented(paused, 'POST', '/employer/api/pause');
    expect(paused.json).toMatchObject({ state: 'paused', language: 'de', sync: { next_at: null } });
    expect(paused.json.paused_at).not.toBeNull();
    const resumed = await call('POST', '/resume');
    expectDocumented(resumed, 'POST', '/employer/api/resume');
    expect(resumed.json).toMatchObject({ state: 'connected', language: 'en', paused_at: null });
    const link = (await trail()).slice(1);
    expect(link.map(({ event_type, actor_kind }) => [event_type, actor_kind])).toEqual([
      ['PAUSED_LINKED_ACCOUNT', 'employer_page'],
      ['RESUMED_LINKED_ACCOUNT', 'employer_page'],
    ]);
    expect(link[0]!.actor_id).toBe(await linkId());
  });

  test('asks for a sync once a minute', async () => {
    const asked = await call('POST', '/sync');
    expectDocumented(asked, 'POST', '/employer/api/sync');
    expect(asked.json.state).toBe('queued');
    expect((await call('GET', '/account')).json.sync).toMatchObject({ open_run: 'queued' });
    const again = await call('POST', '/sync');
    expectProblem(again, 429, 'sync_asked_lately');
    expect(again.headers['retry-after']).toBe('60');
    expect((await call('GET', '/account')).json.sync.may_ask_at).not.toBeNull();
    harness.clock.advance(60_000);
    expect((await call('GET', '/account')).json.sync.may_ask_at).toBeNull();
    expect((await call('POST', '/sync')).status).toBe(200);
    expect((await trail()).filter(({ event_type }) => event_type === 'REQUESTED_SYNC')).toHaveLength(2);
  });

  test('does not sync what is paused', async () => {
    await call('POST', '/pause');
    expectProblem(await call('POST', '/sync'), 409, 'account_paused');
  });

  test('counts the people whom the source has now', async () => {
    expect((await call('GET', '/account')).json.sync.people).toBeNull();
    await changeAccount({ data_fresh_as_of: harness.clock.now() });
    await addEmployee({ display_full_name: 'Ada Byron' });
    await addEmployee({ display_full_name: 'Grace Hopper' });
    await addEmployee({ display_full_name: 'Joan Clarke', remote_was_deleted: true });
    expect((await call('GET', '/account')).json.sync.people).toBe(2);
  });

  test('names the people that a check is about, as far as the scopes reach', async () => {
    await addEmployee({ display_full_name: 'Ada Byron', employee_number: 'W-7', work_email: null });
    await addEmployee({ display_full_name: 'Grace Hopper', work_email: 'grace@lakeside.example' });
    const people = await call('GET', '/data-quality/missing_work_email/people');
    expectDocumented(people, 'GET', '/employer/api/data-quality/{check}/people');
    expect(people.json.results).toEqual([{ id: expect.any(String), name: 'Ada Byron', work_id: 'W-7' }]);
    await changeAccount({ scopes: JSON.stringify({ Employee: ['employee_number'] }) });
    expect((await call('GET', '/data-quality/missing_work_email/people')).json.results).toEqual([
      { id: expect.any(String), name: null, work_id: 'W-7' },
    ]);
    expectProblem(await call('GET', '/data-quality/manager_cycle/people'), 404, 'not_found');
    expectProblem(
      await call('GET', '/data-quality/missing_work_email/people?cursor=x'),
      400,
      'cursor_invalid',
      '/cursor',
    );
  });

  test('names our users at the source, the one that was replaced too, and none where a log-in was given', async () => {
    await harness.context.db
      .insertInto('service_emails')
      .values({
        linked_account_id: tenant.linkedAccountId,
        local_part: `new-${tenant.linkedAccountId}`,
        replaced_local_part: `old-${tenant.linkedAccountId}`,
        created_at: harness.clock.now(),
      })
      .execute();
    const named = (await call('POST', '/disconnect')).json.service_accounts;
    expect(named).toEqual(
      ['new', 'old'].map((which) => ({
        name: expect.stringMatching(/^Partner \d+ Service Account$/),
        email: `${which}-${tenant.linkedAccountId}@link.muster.test`,
      })),
    );
    await changeAccount({ connection_method: 'credentials' });
    expect((await call('GET', '/account')).json.service_accounts).toEqual([]);
  });

  test('disconnects, goes on for who did it, and ends for all others', async () => {
    const other = await openLink();
    const disconnected = await call('POST', '/disconnect');
    expectDocumented(disconnected, 'POST', '/employer/api/disconnect');
    expect(disconnected.json.state).toBe('disconnected');
    expect(disconnected.json.disconnected_at).not.toBeNull();
    expect((await call('GET', '/account')).json.state).toBe('disconnected');
    expectProblem(await call('GET', '/account', undefined, other), 401, 'employer_link_ended');
  });

  test('ends when the partner disconnects', async () => {
    const url = `/api/v1/linked-accounts/${tenant.linkedAccountId}/disconnect`;
    expect((await harness.send({ method: 'POST', url, headers: tenant.headers })).status).toBe(200);
    expectProblem(await call('GET', '/account'), 401, 'employer_link_ended');
  });

  test('erases when the company was named, and shows the receipt until the link expires', async () => {
    const other = await openLink();
    await addEmployee({ display_full_name: 'Ada Byron' });
    expectProblem(await call('GET', '/receipt'), 404, 'not_found');
    expectProblem(
      await call('POST', '/erase', { company_name: 'Another Inc.' }),
      422,
      'confirmation_differs',
      '/company_name',
    );
    expect((await call('GET', '/account')).json.state).toBe('connected');
    const company_name = (await call('GET', '/account')).json.erase_phrase as string;
    const erased = await call('POST', '/erase', { company_name: ` ${company_name.toUpperCase()} ` });
    expectDocumented(erased, 'POST', '/employer/api/erase');
    expect(erased.json).toMatchObject({
      linked_account_id: tenant.linkedAccountId,
      counts: { employees: 1 },
    });
    expect(erased.json.erased_at).not.toBeNull();
    expectReceiptAgain(await call('POST', '/erase', { company_name: 'whatever' }), erased);
    expectReceiptAgain(await call('GET', '/receipt'), erased);
    expectProblem(await call('GET', '/account'), 404, 'not_found');
    expectProblem(await call('POST', '/pause'), 404, 'not_found');
    expectProblem(await call('GET', '/receipt', undefined, other), 401, 'employer_link_ended');
    expect((await trail()).at(-1)).toMatchObject({
      event_type: 'DELETED_LINKED_ACCOUNT',
      actor_kind: 'employer_page',
    });
    harness.clock.advance(3_600_000);
    expectProblem(await call('GET', '/receipt'), 401, 'employer_link_ended');
  });

  test('leaves the calls of its link in the log by ids alone', async () => {
    await call('GET', '/account');
    const line = harness.logLines.findLast(({ event }) => event === 'request_answered')!;
    expect(line.fields).toMatchObject({
      route: '/employer/api/account',
      organization_id: tenant.organizationId,
      linked_account_id: tenant.linkedAccountId,
    });
    expect(JSON.stringify(harness.logLines)).not.toContain(token);
  });
});

function expectReceiptAgain(answer: Answer, erased: Answer): void {
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual(erased.json);
}

async function linkId(): Promise<string> {
  const row = await harness.context.db
    .selectFrom('employer_links')
    .select('id')
    .where('linked_account_id', '=', tenant.linkedAccountId)
    .executeTakeFirstOrThrow();
  return row.id;
}

async function addEmployee(values: Record<string, unknown>): Promise<void> {
  await harness.context.db
    .insertInto('employees')
    .values({
      linked_account_id: tenant.linkedAccountId,
      id: newId(),
      source_key: newId(),
      fingerprint: Buffer.alloc(32),
      body: '{}',
      sequence: 1,
      created_at: harness.clock.now(),
      modified_at: harness.clock.now(),
      employment_status: 'ACTIVE',
      ...values,
    })
    .execute();
}
