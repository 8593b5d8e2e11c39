import { request } from 'undici';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApiKey, createOrganization, updateOrganization } from '../../src/auth/index.ts';
import { ModalHands } from '../../src/cli/demo/modal-hands.ts';
import { APP, PartnerClient } from '../../src/sandbox/justworks/test-support/partner-client.ts';
import { authorizationUrl, consentAtSource, startApiService, startLinkBy } from '../support/consent.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { exchangePublicToken, listAll, type WholeService } from '../support/whole-service.ts';

const PARTNERS_PAGE = 'https://partner.example/connect';

let service: WholeService;
beforeEach(async () => {
  service = await startApiService();
  const { context, organizationId } = service;
  await updateOrganization(context.db, organizationId, { hubPageUrl: `${PARTNERS_PAGE}?from=hub` });
});
afterEach(() => service[Symbol.asyncDispose]());

/** The link of our card in the source's Integrations Hub; undefined where the card is locked. */
async function findGetStarted(query = ''): Promise<string | undefined> {
  const answer = await request(`${service.sandbox.url}/admin/integrations${query}`);
  return /href="([^"]+)"[^>]*>Get Started/.exec(await answer.body.text())?.[1];
}

/** From "Get Started" to the partner's page; gives the hand-over that it is opened with. */
async function getStarted(): Promise<string> {
  const answer = await request((await findGetStarted())!);
  await answer.body.dump();
  expect(answer.statusCode).toBe(303);
  const page = new URL(String(answer.headers['location']));
  expect([`${page.origin}${page.pathname}`, page.searchParams.get('from')]).toEqual([PARTNERS_PAGE, 'hub']);
  return page.searchParams.get('muster_handover')!;
}

/** The status of the partner's call, and the reason where it is refused. */
async function askForLinkToken(handover: string, originId: string, apiKey?: string) {
  const { status, body } = await service.api<{ errors?: { problem_type: string }[] }>(
    'POST',
    '/api/hris/v1/link-token',
    {
      body: { end_user_origin_id: originId, handover },
      ...(apiKey === undefined ? {} : { apiKey }),
    },
  );
  return [status, ...(body.errors ?? []).map(({ problem_type }) => problem_type)];
}

async function countAccounts(): Promise<number> {
  const { body } = await service.api<{ results: unknown[] }>('GET', '/api/hris/v1/linked-accounts');
  return body.results.length;
}

it('leads from the card to an account that is linked by consent and read', async () => {
  const linkToken = await startLinkBy(service, { handover: await getStarted() }, 'from-the-hub');
  const modal = await consentAtSource(service, linkToken);
  expect(await modal.view()).toMatchObject({ state: 'linked', method: 'oauth' });
  const employer = await exchangePublicToken(service, modal, '');
  expect(await listAll(service, employer, 'employees')).toHaveLength(12);
  const linked = service.receiver.events.filter(({ type }) => type === 'linked_account.linked');
  expect(linked.map(({ data }) => data['linked_account'])).toMatchObject([
    { id: employer.linkedAccountId, end_user_origin_id: 'from-the-hub' },
  ]);
  expect(service.receiver.refusedCount).toBe(0);
  expectGoodManners(service.sandbox);
});

it('goes by consent even where another way in was begun before', async () => {
  const first = await startLinkBy(service, { connection_method: 'credentials' });
  expect((await new ModalHands(service.apiUrl, first).view()).method).toBe('credentials');
  const linkToken = await startLinkBy(service, { handover: await getStarted() });
  expect((await new ModalHands(service.apiUrl, linkToken).view()).method).toBe('oauth');
});

it('serves one employer: its page may ask again, another one is refused and leaves no account', async () => {
  const handover = await getStarted();
  expect(await askForLinkToken(handover, 'employer-1')).toEqual([200]);
  expect(await askForLinkToken(handover, 'employer-1')).toEqual([200]);
  expect(await askForLinkToken(handover, 'employer-2')).toEqual([409, 'handover_used']);
  expect(await countAccounts()).toBe(1);
});

it('ends after ten minutes', async () => {
  const handover = await getStarted();
  service.clock.advance(10 * 60_000);
  expect(await askForLinkToken(handover, 'employer-1')).toEqual([400, 'handover_expired']);
  expect(await countAccounts()).toBe(0);
  expect(await askForLinkToken(await getStarted(), 'employer-1')).toEqual([200]);
});

it('is nothing in the hands of another organization, and is not used up there', async () => {
  const { db } = service.context;
  const { id } = await createOrganization(db, { name: 'Stranger', allowedOrigins: [] });
  const stranger = await createApiKey(db, { organizationId: id, name: 'scenario', environment: 'test' });
  const handover = await getStarted();
  expect(await askForLinkToken(handover, 'employer-1', stranger.key)).toEqual([400, 'handover_invalid']);
  expect(await askForLinkToken(handover, 'employer-1')).toEqual([200]);
});

it('is locked for an admin without "Manage employees", on the card and at the consent', async () => {
  expect(await findGetStarted()).toBeDefined();
  expect(await findGetStarted('?as=limited')).toBeUndefined();

  const linkToken = await startLinkBy(service, { handover: await getStarted() });
  const modal = new ModalHands(service.apiUrl, linkToken);
  await modal.consent();
  const asked = new URL(await authorizationUrl(service, linkToken));
  const redirectUri = asked.searchParams.get('redirect_uri')!;
  const browser = new PartnerClient(service.sandbox, { ...APP, redirectUris: [redirectUri] });
  const form = { request: await browser.openConsent(Object.fromEntries(asked.searchParams)) };
  const limited = service.sandbox.control.employerAdmins().find((admin) => !admin.canManageEmployees)!;
  const page = await browser.step('sign-in', {
    ...form,
    username: limited.userName,
    password: limited.password,
  });
  expect(page.status).toBe(403);
  const decided = await browser.step('decision', { ...form, acknowledged: 'yes', decision: 'authorize' });
  expect([decided.status, decided.headers.get('location')]).toEqual([400, null]);
  await service.drain();
  expect((await modal.view()).state).toBe('awaiting_authorization');
  expect(service.sandbox.control.oauthGrants()).toEqual([]);

  // An admin who may goes on in the same session.
  await expect((await consentAtSource(service, linkToken)).view()).resolves.toMatchObject({
    state: 'linked',
  });
});
