import { request } from 'undici';
import { APP, PartnerClient } from '../../src/sandbox/justworks/test-support/partner-client.ts';
import {
  exchangePublicToken,
  startWholeService,
  type LinkedEmployer,
  type WholeService,
  type WholeServiceOptions,
} from './whole-service.ts';
import { ModalHands } from '../../src/cli/demo/modal-hands.ts';

export const SECRETS = { clientSecret: 'client secret', webhookSecret: 'shared with the source' };

/** Each link reads a year of pay otherwise, request by request. */
const FEW_WEEKS_OF_PAY = { payrollDaysBack: 40, paystubDetailDaysBack: 20 };

/** The service with an app of its own at the simulated Justworks, which knows where our webhook listens. */
export async function startApiService(options: WholeServiceOptions = {}): Promise<WholeService> {
  const service = await startWholeService({
    ...options,
    api: { windows: FEW_WEEKS_OF_PAY, ...options.api },
    environment: {
      MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: APP.clientId,
      MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: SECRETS.clientSecret,
      MUSTER_JUSTWORKS_WEBHOOK_SECRET: SECRETS.webhookSecret,
      ...options.environment,
    },
  });
  service.sandbox.control.registerOAuthApp({
    ...APP,
    clientSecret: SECRETS.clientSecret,
    redirectUris: [redirectUriOf(service)],
    webhookUrl: `${service.apiUrl}/api/v1/source-webhooks/justworks`,
    webhookSecret: SECRETS.webhookSecret,
    launchUrl: `${service.apiUrl}/link/hub/justworks?organization=${service.organizationId}`,
  });
  return service;
}

/** A link token whose session goes by consent, or by `wish` where one is given. */
export async function startLinkBy(
  service: WholeService,
  wish: Record<string, unknown> = { connection_method: 'oauth' },
  originId = 'employer-1',
): Promise<string> {
  const { status, body } = await service.api<{ link_token: string }>('POST', '/api/hris/v1/link-token', {
    body: {
      end_user_origin_id: originId,
      end_user_organization_name: 'Juniper & Vale',
      end_user_email_address: 'admin@employer.example',
      categories: ['hris'],
      ...wish,
    },
  });
  if (status !== 200) throw new Error(`link-token answered ${status}: ${JSON.stringify(body)}`);
  return body.link_token;
}

/**
 * The admin agrees in the modal, then at the source, and the browser comes back to us; `company` names one of several
 * companies of the admin's log-in.
 */
export async function consentAtSource(
  service: WholeService,
  linkToken: string,
  company?: string,
): Promise<ModalHands> {
  const modal = new ModalHands(service.apiUrl, linkToken);
  await modal.consent();
  const status = await comeBack(service, await walkConsent(service, linkToken, { company }));
  if (status !== 200) throw new Error(`the callback answered ${status}`);
  await service.drain();
  return modal;
}

export interface ConsentWalk {
  company?: string | undefined;
  decision?: 'authorize' | 'cancel';
}

/** What the browser brings back from the source's pages. */
export async function walkConsent(
  service: WholeService,
  linkToken: string,
  walk: ConsentWalk = {},
): Promise<URLSearchParams> {
  return authorize(service, await authorizationUrl(service, linkToken), walk);
}

/** The browser comes back to us; gives the page's status. */
export async function comeBack(service: WholeService, callback: URLSearchParams): Promise<number> {
  const landed = await request(`${redirectUriOf(service)}?${callback.toString()}`);
  await landed.body.dump();
  return landed.statusCode;
}

export async function linkByConsent(
  service: WholeService,
  originId?: string,
  asks: Record<string, unknown> = {},
): Promise<LinkedEmployer> {
  const linkToken = await startLinkBy(service, { connection_method: 'oauth', ...asks }, originId);
  return exchangePublicToken(service, await consentAtSource(service, linkToken), '');
}

/** Where the modal sends the admin. */
export async function authorizationUrl(service: WholeService, linkToken: string): Promise<string> {
  const answer = await request(`${service.apiUrl}/link/api/session/authorization`, {
    method: 'POST',
    headers: { authorization: `Bearer ${linkToken}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`authorization answered ${answer.statusCode}: ${text}`);
  return (JSON.parse(text) as { authorization_url: string }).authorization_url;
}

/** The source's own pages, as the employer's admin walks through them; gives the callback's query. */
async function authorize(
  service: WholeService,
  url: string,
  { company, decision = 'authorize' }: ConsentWalk,
): Promise<URLSearchParams> {
  const browser = new PartnerClient(service.sandbox, { ...APP, redirectUris: [redirectUriOf(service)] });
  const form = { request: await browser.openConsent(Object.fromEntries(new URL(url).searchParams)) };
  const [admin] = service.sandbox.control.employerAdmins();
  await browser.step('sign-in', { ...form, username: admin!.userName, password: admin!.password });
  const chosen = admin!.companies.find(({ name }) => name === company);
  if (chosen) await browser.step('company', { ...form, company_id: chosen.id });
  await browser.step('next', form);
  const decided = await browser.step('decision', { ...form, acknowledged: 'yes', decision });
  return new URL(decided.headers.get('location')!).searchParams;
}

const redirectUriOf = (service: WholeService): string => `${service.apiUrl}/link/oauth/callback`;
