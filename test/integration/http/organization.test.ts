import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Answer,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness({
    MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: 'client',
    MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: 'secret-of-the-client',
  });
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const URL = '/api/v1/organization';
const read = async (who = tenant): Promise<Answer> => {
  const answer = await harness.get(URL, who.headers);
  expectDocumented(answer, 'GET', URL);
  return answer;
};
const change = (payload: object, who = tenant) =>
  harness.send({ method: 'PATCH', url: URL, headers: who.headers, payload });
const startLink = (originId: string, extra: object = {}) =>
  harness.send({
    method: 'POST',
    url: '/hris/v1/link-token',
    headers: tenant.headers,
    payload: { end_user_origin_id: originId, ...extra },
  });
const modal = async (linkToken: string) =>
  (await harness.get('/link/api/session', { authorization: `Bearer ${linkToken}` })).json;

describe('the organization', () => {
  it('begins with its name and what nobody has chosen', async () => {
    const { json } = await read();
    expect(json).toMatchObject({
      id: tenant.organizationId,
      branding: { service_first_name: json.name, logo_url: null, color: null, support_contact: null },
      allowed_origins: [],
      hub_page_url: null,
      connection_methods: null,
      defaults: { sync_interval_seconds: null, notification_mode: null, time_zone: null },
    });
  });

  it('changes what is given and leaves the rest, also within its parts', async () => {
    const first = await change({
      name: 'Larkspur',
      branding: {
        logo_url: 'https://cdn.example/logo.svg',
        color: '#1F6FEB',
        support_contact: 'help@larkspur.example',
      },
      allowed_origins: ['https://app.example', 'https://app.example', 'http://localhost:3000'],
    });
    expectDocumented(first, 'PATCH', URL);
    const second = await change({
      branding: { support_contact: null },
      defaults: { time_zone: 'America/Denver' },
    });
    expect(second.json).toMatchObject({
      name: 'Larkspur',
      branding: { logo_url: 'https://cdn.example/logo.svg', color: '#1f6feb', support_contact: null },
      allowed_origins: ['https://app.example', 'http://localhost:3000'],
      defaults: { sync_interval_seconds: null, time_zone: 'America/Denver' },
    });
    expect((await read()).json).toEqual(second.json);
    expect((await change({})).json).toEqual(second.json);
    expect((await read(stranger)).json.name).not.toBe('Larkspur');
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ name: null }, '/name'],
    [{ branding: { logo_url: 'http://cdn.example/logo.svg' } }, '/branding/logo_url'],
    [{ branding: { logo_url: 'javascript:alert(1)' } }, '/branding/logo_url'],
    [{ branding: { color: 'red' } }, '/branding/color'],
    [{ branding: { service_first_name: null } }, '/branding/service_first_name'],
    [{ allowed_origins: ['https://ok.example', 'https://app.example/path'] }, '/allowed_origins/1'],
    [{ allowed_origins: ["https://a.example; script-src 'unsafe-inline'"] }, '/allowed_origins/0'],
    [{ allowed_origins: ['*'] }, '/allowed_origins/0'],
    [{ hub_page_url: 'ftp://x.example' }, '/hub_page_url'],
    [{ connection_methods: [] }, '/connection_methods'],
    [{ connection_methods: ['telepathy'] }, '/connection_methods/0'],
    [{ defaults: { sync_interval_seconds: 60 } }, '/defaults/sync_interval_seconds'],
    [{ defaults: { time_zone: 'Mars/Olympus' } }, '/defaults/time_zone'],
    [{ defaults: { notification_mode: 'hourly' } }, '/defaults/notification_mode'],
  ])('refuses %j and changes nothing', async (payload, pointer) => {
    const before = (await read()).json;
    const answer = await change({ ...payload, unknown: 1 });
    expect(answer.status).toBe(400);
    expect(answer.json.errors[0].source.pointer).toBe(pointer);
    expect((await read()).json).toEqual(before);
  });
});

describe('what the organization chose', () => {
  it('lets only its origins frame the modal', async () => {
    await change({ allowed_origins: ['https://app.example'] });
    const page = await harness.get(`/link?o=${tenant.organizationId}`);
    expect(String(page.headers['content-security-policy'])).toContain(
      "frame-ancestors 'self' https://app.example",
    );
  });

  it('lets its logo and no other image of the web be shown', async () => {
    const policy = async (organizationId: string) =>
      String((await harness.get(`/link?o=${organizationId}`)).headers['content-security-policy']);
    await change({ branding: { logo_url: 'https://cdn.example/logo.svg', color: '#7A1FA2' } });
    expect(await policy(tenant.organizationId)).toContain("img-src 'self' https://cdn.example;");
    expect(await policy(stranger.organizationId)).toContain("img-src 'self';");
    const { json } = await startLink('branded');
    expect((await modal(json.link_token)).organization).toMatchObject({
      logo_url: 'https://cdn.example/logo.svg',
      color: '#7a1fa2',
    });
  });

  it('is what new accounts begin with, and old ones keep what they have', async () => {
    const settingsOf = async (originId: string) => {
      const { rows } = await sql`
        select sync_interval_seconds, notification_mode, time_zone from linked_accounts
         where end_user_origin_id = ${originId}`.execute(harness.context.db);
      return rows[0];
    };
    await change({ defaults: { sync_interval_seconds: null, notification_mode: null, time_zone: null } });
    await startLink('before');
    const before = await settingsOf('before');
    await change({
      defaults: { sync_interval_seconds: 7200, notification_mode: 'daily', time_zone: 'America/Denver' },
    });
    await startLink('before');
    await startLink('after');
    expect(await settingsOf('before')).toEqual(before);
    expect(await settingsOf('after')).toEqual({
      sync_interval_seconds: 7200,
      notification_mode: 'daily',
      time_zone: 'America/Denver',
    });
  });

  it('is which ways in the modal offers and takes', async () => {
    const { json } = await startLink('all ways');
    expect((await modal(json.link_token)).methods).toEqual(
      expect.arrayContaining(['service_account', 'credentials', 'oauth']),
    );
    await change({ connection_methods: ['oauth'] });
    const only = await startLink('one way');
    expect(await modal(only.json.link_token)).toMatchObject({ method: 'oauth', methods: ['oauth'] });
    expectProblem(
      await startLink('another way', { connection_method: 'credentials' }),
      400,
      'connection_method_unavailable',
      '/connection_method',
    );
    // One that is open already takes no other way either.
    const chosen = await harness.send({
      method: 'POST',
      url: '/link/api/session/method',
      headers: { authorization: `Bearer ${json.link_token}` },
      payload: { method: 'credentials' },
    });
    expectProblem(chosen, 400, 'connection_method_unavailable', '/method');
    await change({ connection_methods: null });
  });
});
