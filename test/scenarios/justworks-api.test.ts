import { request } from 'undici';
import { expect, test } from 'vitest';
import { APP, PartnerClient } from '../../src/sandbox/justworks/test-support/partner-client.ts';
import {
  finishLink,
  inviteServiceAccount,
  listAll,
  startLink,
  startWholeService,
  syncNow,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

const SECRETS = { clientSecret: 'client secret', webhookSecret: 'shared with the source' };

/** The service with an app of its own at the simulated Justworks. */
async function startApiService(companySize = 12): Promise<WholeService> {
  const service = await startWholeService({
    companySize,
    environment: {
      MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: APP.clientId,
      MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: SECRETS.clientSecret,
      MUSTER_JUSTWORKS_WEBHOOK_SECRET: SECRETS.webhookSecret,
    },
  });
  service.sandbox.control.registerOAuthApp({
    ...APP,
    clientSecret: SECRETS.clientSecret,
    redirectUris: [`${service.apiUrl}/link/oauth/callback`],
    webhookUrl: `${service.apiUrl}/api/v1/source-webhooks/justworks`,
    webhookSecret: SECRETS.webhookSecret,
  });
  return service;
}

/** The admin consents at the source, and the browser comes back to us. */
async function linkByConsent(service: WholeService, originId = 'employer-1'): Promise<LinkedEmployer> {
  const { body } = await service.api<{ link_token: string }>('POST', '/api/hris/v1/link-token', {
    body: {
      end_user_origin_id: originId,
      end_user_organization_name: 'Juniper & Vale',
      end_user_email_address: 'admin@employer.example',
      categories: ['hris'],
      connection_method: 'oauth',
    },
  });
  const call = async <T>(path: string): Promise<T> => {
    const answer = await request(`${service.apiUrl}/link/api/session${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${body.link_token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([path, answer.statusCode]).toEqual([path, 200]);
    return (await answer.body.json()) as T;
  };
  await call('/consent');
  const { authorization_url } = await call<{ authorization_url: string }>('/authorization');
  const redirectUri = `${service.apiUrl}/link/oauth/callback`;
  const admin = new PartnerClient(service.sandbox, { ...APP, redirectUris: [redirectUri] });
  const callback = await admin.authorize(Object.fromEntries(new URL(authorization_url).searchParams));
  const landed = await request(`${redirectUri}?${callback.toString()}`);
  expect(landed.statusCode).toBe(200);
  await landed.body.dump();
  await service.drain();
  const { public_token } = await call<{ public_token: string }>('/public-token');
  const { body: account } = await service.api<{ account_token: string; id: string }>(
    'GET',
    `/api/hris/v1/account-token/${public_token}`,
  );
  return { linkedAccountId: account.id, accountToken: account.account_token, thirdPartyId: '' };
}

const byEmail = (people: Record<string, unknown>[]) =>
  Object.fromEntries(people.map((person) => [String(person['personal_email']), person]));

test('an employer who consents is read with payroll and time off', async () => {
  await using service = await startApiService();
  const employer = await linkByConsent(service);
  const people = await listAll(service, employer, 'employees');
  expect(people).toHaveLength(service.sandbox.control.state().members.length);
  expect(people.some((person) => person['team'] !== null && person['pay_group'] !== null)).toBe(true);
  for (const model of [
    'companies',
    'locations',
    'groups',
    'teams',
    'employments',
    'pay-groups',
    'payroll-runs',
    'employee-payroll-runs',
    'time-off',
    'time-off-balances',
  ]) {
    expect([model, (await listAll(service, employer, model)).length > 0]).toEqual([model, true]);
  }
  const [run] = await listAll(service, employer, 'employee-payroll-runs');
  expect(people.map((person) => person['id'])).toContain(run!['employee']);
});

test('a change at the source is served as soon as the source tells of it', async () => {
  await using service = await startApiService();
  const employer = await linkByConsent(service);
  const { control } = service.sandbox;
  const [, member] = control.state().members;
  control.editEmployee(member!.id, { firstName: 'Renamed' });
  await control.partnerWebhooks.drain();
  expect(control.partnerWebhooks.deliveries().map(({ status }) => status)).not.toContain('failed');
  await service.drain();
  const people = await listAll(service, employer, 'employees');
  expect(people.filter((person) => person['first_name'] === 'Renamed')).toHaveLength(1);
  expect((await listAll(service, employer, 'employee-payroll-runs')).length).toBeGreaterThan(0);
});

test('an account that moves from the site to the API keeps its people, and what only the site knew', async () => {
  await using service = await startApiService();
  const modal = await startLink(service);
  await modal.chooseMethod('service_account');
  const onSite = await finishLink(service, modal, await inviteServiceAccount(service, modal));
  const before = byEmail(await listAll(service, onSite, 'employees'));
  const byApi = await linkByConsent(service);
  expect(byApi.linkedAccountId).toBe(onSite.linkedAccountId);
  await syncNow(service, byApi);
  const after = byEmail(await listAll(service, onSite, 'employees'));
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  for (const [email, person] of Object.entries(before)) {
    const seen = after[email]!;
    for (const field of [
      'id',
      'work_email',
      'manager',
      'groups',
      'team',
      'work_location',
      'gender',
      'ethnicity',
    ])
      expect([email, field, seen[field]]).toEqual([email, field, person[field]]);
    expect(new Set(seen['employments'] as string[])).toEqual(new Set(person['employments'] as string[]));
  }
  expect((await listAll(service, onSite, 'payroll-runs')).length).toBeGreaterThan(0);
});
