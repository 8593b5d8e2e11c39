import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddressInfo } from 'node:net';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness({ MUSTER_OUTBOUND_MAIL_URL: 'smtp://127.0.0.1:1' });
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

async function startLink(originId: string, more: object = {}): Promise<Record<string, string>> {
  const answer = await harness.send({
    method: 'POST',
    url: '/api/hris/v1/link-token',
    headers: tenant.headers,
    payload: { end_user_origin_id: originId, ...more },
  });
  expect(answer.status, answer.text).toBe(200);
  return answer.json as Record<string, string>;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const modal = (method: 'GET' | 'POST', path: string, token: string, payload: object = {}) =>
  harness.send({
    method,
    url: `/link/api/session${path}`,
    headers: bearer(token),
    ...(method === 'POST' && { payload }),
  });

const ADMIN = { name: 'Ada Admin', email: 'ada@acme.example' };

describe('GET /link/api/session/events', () => {
  /** A door of its own that listens: what is held open must be let go when it closes. */
  async function listening() {
    const served = await createHarness();
    await served.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = served.app.server.address() as AddressInfo;
    return { served, url: `http://127.0.0.1:${port}/link/api/session/events` };
  }

  async function openEvents(url: string, token: string) {
    const response = await fetch(url, { headers: bearer(token) });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    /** Reads on until there were so many tellings; false when the stream ended before. */
    const until = async (count: number): Promise<boolean> => {
      while (text.split('event: changed').length - 1 < count) {
        const { done, value } = await reader.read();
        if (done) return false;
        text += value;
      }
      return true;
    };
    return { response, until, text: () => text, leave: () => reader.cancel() };
  }

  it('tells of a change that another request makes, without saying what it is, and ends with the door', async () => {
    const { served, url } = await listening();
    const own = await createTenant(served);
    const started = await served.send({
      method: 'POST',
      url: '/hris/v1/link-token',
      headers: own.headers,
      payload: { end_user_origin_id: 'events' },
    });
    const token = started.json.link_token as string;
    const events = await openEvents(url, token);
    expect(events.response.status).toBe(200);
    expect(Object.fromEntries(events.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(await events.until(1)).toBe(true);
    const change = { method: 'POST', headers: bearer(token), payload: { language: 'de' } } as const;
    await served.send({ ...change, url: '/link/api/session/language' });
    expect(await events.until(2)).toBe(true);
    expect(events.text().replaceAll('event: changed\ndata: {}\n\n', '')).toBe(': still here\n\n');

    const ended = events.until(Number.MAX_SAFE_INTEGER);
    await served[Symbol.asyncDispose]();
    expect(await ended).toBe(false);
  });

  it('is bounded: a page too many is told to ask instead, and has room when another one leaves', async () => {
    const { served, url } = await listening();
    const own = await createTenant(served);
    const { json } = await served.send({
      method: 'POST',
      url: '/hris/v1/link-token',
      headers: own.headers,
      payload: { end_user_origin_id: 'bounded' },
    });
    const pages = await Promise.all(Array.from({ length: 6 }, () => openEvents(url, json.link_token)));
    expect(pages.map(({ response }) => response.status)).toEqual([200, 200, 200, 200, 200, 200]);
    const refused = await fetch(url, { headers: bearer(json.link_token) });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    await pages[0]!.leave();
    await expect
      .poll(async () => {
        const again = await openEvents(url, json.link_token);
        if (again.response.status !== 200) return again.response.status;
        await again.until(1);
        return again.response.status;
      })
      .toBe(200);
    await served[Symbol.asyncDispose]();
  });

  it('opens with the token of a link alone, and never with one in the address', async () => {
    const { link_token } = await startLink('events-refused');
    expectProblem(await harness.get('/link/api/session/events'), 401, 'authorization_missing');
    expectProblem(
      await harness.get(`/link/api/session/events?token=${link_token}`),
      401,
      'authorization_missing',
    );
    expectProblem(await harness.get('/link/api/session/events', tenant.headers), 401, 'link_token_invalid');
  });
});

describe('POST /link/api/session/invitation-sent', () => {
  it('is refused before the consent and with junk', async () => {
    const { link_token } = await startLink('sent-again');
    expectProblem(await modal('POST', '/invitation-sent', link_token!), 409, 'link_session_transition');
    expectProblem(await modal('POST', '/invitation-sent', 'junk'), 401, 'link_token_invalid');
  });
});

describe('a link for an administrator', () => {
  it('is copied: its token opens the page and the session', async () => {
    const { link_token } = await startLink('copied');
    const answer = await modal('POST', '/admin-link', link_token!);
    expectDocumented(answer, 'post', '/link/api/session/admin-link');
    const link = new URL(answer.json.magic_link_url as string);
    expect(link.search).toBe(`?o=${tenant.organizationId}`);
    const token = new URLSearchParams(link.hash.slice(1)).get('token')!;
    expect((await modal('GET', '', token)).json.state).toBe('awaiting_consent');
    expect((await modal('GET', '', link_token!)).json.admin_link).toEqual({
      copies_left: 9,
      mails_left: 3,
    });
    expect(JSON.stringify(harness.logLines)).not.toContain(token);
  });

  it('is mailed three times, and its recipient is named in no log line', async () => {
    const { link_token } = await startLink('mailed');
    for (const left of [2, 1, 0]) {
      const answer = await modal('POST', '/admin-link-mails', link_token!, ADMIN);
      expectDocumented(answer, 'post', '/link/api/session/admin-link-mails');
      expect(answer.json.admin_link).toEqual({ copies_left: 10, mails_left: left });
    }
    const fourth = await modal('POST', '/admin-link-mails', link_token!, ADMIN);
    expectProblem(fourth, 429, 'admin_links_spent');
    expect(JSON.stringify(harness.logLines)).not.toMatch(/ada@|Ada Admin/);
  });

  it.each([
    ['a name that is a link', { ...ADMIN, name: 'https://evil.example' }, '/name'],
    ['a name that is a host', { ...ADMIN, name: 'evil.example' }, '/name'],
    ['a name of two lines', { ...ADMIN, name: 'Ada\nBcc: all' }, '/name'],
    ['two addresses', { ...ADMIN, email: 'a@b.example, c@d.example' }, '/email'],
  ])('is not mailed to %s', async (_what, recipient, pointer) => {
    const { link_token } = await startLink('junk-recipient');
    const answer = await modal('POST', '/admin-link-mails', link_token!, recipient);
    expectProblem(answer, 400, 'invalid_value', pointer);
  });

  it('is not offered where the partner hides it', async () => {
    const { link_token } = await startLink('hidden', { hide_admin_magic_link: true });
    expect((await modal('GET', '', link_token!)).json.admin_link).toBeNull();
    expectProblem(await modal('POST', '/admin-link', link_token!), 409, 'admin_link_hidden');
    expectProblem(await modal('POST', '/admin-link-mails', link_token!, ADMIN), 409, 'admin_link_hidden');
  });
});

describe('POST /link-token with should_create_magic_link_url', () => {
  it('answers a link that opens the page by itself, for a week if it is asked for', async () => {
    const wish = { should_create_magic_link_url: true, link_expiry_mins: 10_080 };
    const { magic_link_url } = await startLink('magic', wish);
    const link = new URL(magic_link_url!);
    const token = new URLSearchParams(link.hash.slice(1)).get('token')!;
    const page = await harness.app.inject(`${link.pathname}${link.search}`);
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'self'");
    harness.clock.advance(6 * 24 * 3_600_000);
    expect((await modal('GET', '', token)).json.state).toBe('awaiting_consent');
    harness.clock.advance(2 * 24 * 3_600_000);
    expectProblem(await modal('GET', '', token), 401, 'link_token_expired');
  });
});

describe('POST /api/v1/linked-accounts/{id}/replace-service-account', () => {
  const ROUTE = '/api/v1/linked-accounts/{id}/replace-service-account';
  const replace = (who: Tenant, id: string, payload?: object) =>
    harness.send({
      method: 'POST',
      url: ROUTE.replace('{id}', id),
      headers: who.headers,
      ...(payload && { payload }),
    });

  /** As a link by a service account leaves it. */
  async function pretendLinked(originId: string): Promise<string> {
    const { link_token } = await startLink(originId);
    const view = await modal('GET', '', link_token!);
    const { db } = harness.context;
    const account = await db
      .updateTable('linked_accounts')
      .set({ status: 'COMPLETE', completed_at: harness.clock.now() })
      .where('organization_id', '=', tenant.organizationId)
      .where('end_user_origin_id', '=', originId)
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('service_accounts')
      .values({
        linked_account_id: account.id,
        user_name: view.json.service_account.email,
        created_at: harness.clock.now(),
      })
      .execute();
    return account.id;
  }

  it('answers the address to invite, the one to remove later, and where to do it; again the same', async () => {
    const id = await pretendLinked('replace');
    const answer = await replace(tenant, id, {});
    expectDocumented(answer, 'post', ROUTE);
    expect(answer.json.service_email).not.toBe(answer.json.replaced_service_email);
    const again = await replace(tenant, id, { link_expiry_mins: 60 });
    expect(again.json.service_email).toBe(answer.json.service_email);
    const view = await modal('GET', '', again.json.link_token);
    expect(view.json).toMatchObject({
      service_account: { email: answer.json.service_email },
      replaced_service_email: answer.json.replaced_service_email,
    });
    const inModal = await modal('POST', '/replace-service-account', again.json.link_token);
    expectDocumented(inModal, 'post', '/link/api/session/replace-service-account');
    const same = await modal('GET', '', inModal.json.link_token);
    expect(same.json.service_account.email).toBe(answer.json.service_email);
    const events = await harness.get('/api/v1/audit-trail', tenant.headers);
    expect(events.text).toContain('REPLACED_SERVICE_ACCOUNT');
  });

  it('refuses', async () => {
    const id = await pretendLinked('replace-refused');
    expectProblem(await replace(stranger, id), 404, 'not_found');
    expectProblem(await replace(tenant, 'junk'), 404, 'not_found');
    expectProblem(
      await replace(tenant, id, { link_expiry_mins: 5 }),
      400,
      'link_expiry_out_of_range',
      '/link_expiry_mins',
    );
    // Linked by no service account of ours.
    expectProblem(await replace(tenant, tenant.linkedAccountId), 409, 'no_service_account');
  });
});
