import { randomBytes, randomInt } from 'node:crypto';
import { request } from 'undici';
import { createAppContext, type AppContext } from '../../src/app-context.ts';
import { createApiKey, createOrganization } from '../../src/auth/index.ts';
import { AdminHands } from '../../src/cli/demo/admin-hands.ts';
import { ModalHands } from '../../src/cli/demo/modal-hands.ts';
import { readConfiguration } from '../../src/config/env.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { startSmtpDoor } from '../../src/linking/inbound-mail/smtp-door.ts';
import { createLogger } from '../../src/observability/logger.ts';
import {
  startDnsServer,
  startSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../../src/sandbox/justworks/index.ts';
import { startMailbox } from '../../src/sandbox/mailbox/index.ts';
import { createEndpoint } from '../../src/webhooks/index.ts';
import { confirmShownCompanies } from './confirm-companies.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { expectNothingElseAsked } from './expect-good-manners.ts';
import { drainJobs, makeRetriesReady } from './drain-jobs.ts';
import { ManualClock } from './manual-clock.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
  headers: Record<string, string | string[] | undefined>;
}

export interface WholeService extends AsyncDisposable {
  context: AppContext;
  clock: ManualClock;
  sandbox: Sandbox;
  admin: AdminHands;
  receiver: WebhookReceiver;
  apiUrl: string;
  smtpPort: number;
  organizationId: string;
  apiKey: string;
  webhookSecret: string;
  databaseUrl: string;
  environment: Record<string, string>;
  mailbox: Awaited<ReturnType<typeof startMailbox>>;
  api<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    options?: CallOptions,
  ): Promise<Answer<T>>;
  /** Works off everything that is ready. */
  drain(): Promise<void>;
}

export interface CallOptions {
  accountToken?: string;
  body?: unknown;
  apiKey?: string | null;
}

export interface WholeServiceOptions {
  companySize?: number;
  censusFile?: Buffer;
  workHistoryFile?: Buffer;
  sandbox?: Partial<SandboxOptions>;
  environment?: Record<string, string>;
  /** Takes every log line, at every level. */
  onLogLine?: (line: string) => void;
  /** Corrects the site's description, as MUSTER_JUSTWORKS_SITE does, once the sandbox has its address. */
  site?: (sandboxUrl: string) => SiteCorrection | Promise<SiteCorrection>;
  /** Corrects the API's description, as MUSTER_JUSTWORKS_API does. */
  api?: Record<string, unknown>;
  /** Nobody has told the service where invitations lead. */
  unknownInvitationOrigin?: boolean;
  /** The admin says yes to the company that is shown, as soon as it is; true unless given. */
  confirmsCompanies?: boolean;
  /** For tests with workers in processes of their own; `clock` then moves nothing. */
  usesSystemClock?: boolean;
  /** One of the test's own, migrated; it is disposed of with the service. */
  database?: TestDatabase;
}

interface SiteCorrection extends Record<string, unknown> {
  origins?: string[];
}

const HOST = '127.0.0.1';

/**
 * The service against the simulated Justworks, as a partner and an employer meet it: API and SMTP listen, jobs are drained
 * by the test, and both sides share one clock that only the test moves.
 */
export async function startWholeService(options: WholeServiceOptions = {}): Promise<WholeService> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(options.database ?? (await createTestDatabase()));
  const clock = new ManualClock('2026-11-18T15:00:05Z');
  // The SMTP door's port is known only after it listens, and the sandbox must know it: a port is chosen first.
  const smtpPort = await freePort();
  const sandbox = await startSandbox({
    host: HOST,
    port: 0,
    smtpTarget: { host: HOST, port: smtpPort },
    seed: 'scenario',
    companySize: options.companySize ?? 12,
    ...(options.usesSystemClock ? {} : { clock }),
    ...(options.censusFile === undefined ? {} : { censusFile: options.censusFile }),
    ...(options.workHistoryFile === undefined ? {} : { workHistoryFile: options.workHistoryFile }),
    ...options.sandbox,
  });
  stack.defer(() => sandbox.close());
  stack.defer(() => expectNothingElseAsked(sandbox));
  const dns = await startDnsServer(sandbox.dkimRecords);
  stack.defer(() => dns.close());
  const mailbox = await startMailbox({ host: HOST, port: 0 });
  stack.defer(() => mailbox.close());
  const receiver = await startWebhookReceiver();
  stack.defer(() => receiver.close());
  const apiPort = await freePort();
  const site: SiteCorrection = {
    origins: [sandbox.url],
    invitationLinkOrigins: options.unknownInvitationOrigin ? [] : [sandbox.url],
    poll: { intervalMs: 5 },
    ...(await options.site?.(sandbox.url)),
  };
  const environment = {
    DATABASE_URL: database.url,
    LINK_MAIL_DOMAIN: 'link.partner.example',
    MUSTER_SEALING_KEYS: `test:${randomBytes(32).toString('base64')}`,
    MUSTER_LOG_LEVEL: process.env['MUSTER_TEST_LOG'] ?? 'silent',
    MUSTER_PUBLIC_URL: `http://${HOST}:${apiPort}`,
    MUSTER_HTTP_PORT: String(apiPort),
    MUSTER_SMTP_PORT: String(smtpPort),
    MUSTER_DNS_RESOLVER: dns.address,
    MUSTER_OUTBOUND_MAIL_URL: `smtp://${HOST}:${mailbox.port}`,
    MUSTER_WEBHOOK_ALLOW_LOOPBACK_HTTP: 'true',
    // Whatever is not named here is refused: an unplanned call fails the test.
    MUSTER_ALLOWED_PRIVATE_HOSTS: [sandbox.url, receiver.url, ...(site.origins ?? [])]
      .map((url) => new URL(url).host)
      .join(','),
    MUSTER_RATE_LIMIT_PER_MINUTE: '100000',
    MUSTER_RATE_LIMIT_PER_ACCOUNT: '100000',
    MUSTER_RATE_LIMIT_PER_ADDRESS: '100000',
    MUSTER_MAX_EVENT_LOOP_DELAY_MS: '60000',
    MUSTER_JUSTWORKS_WEB: 'acknowledged',
    MUSTER_JUSTWORKS_SITE: JSON.stringify(site),
    MUSTER_JUSTWORKS_API: JSON.stringify({
      apiOrigin: sandbox.url,
      authorizeOrigin: sandbox.url,
      poll: { intervalMs: 5 },
      retry: { firstWaitMs: 5 },
      ...options.api,
    }),
    ...options.environment,
  };
  const { config, secrets } = readConfiguration(environment);
  const context = stack.use(
    createAppContext(config, secrets, 'muster-test', {
      ...(options.usesSystemClock ? {} : { clock }),
      ...(options.onLogLine === undefined
        ? {}
        : { log: createLogger('debug', { write: options.onLogLine }) }),
    }),
  );
  const { id: organizationId } = await createOrganization(context.db, {
    name: 'Larkspur IT',
    allowedOrigins: [],
  });
  const { key: apiKey } = await createApiKey(context.db, {
    organizationId,
    name: 'scenario',
    environment: 'test',
  });
  const { secret } = await createEndpoint(context, organizationId, { url: receiver.url, eventFilter: ['*'] });
  receiver.useSecret(secret);
  const smtp = await startSmtpDoor(context);
  stack.defer(() => smtp.close());
  const http = await startHttpServer(context);
  stack.defer(() => http.close());
  return {
    context,
    clock,
    sandbox,
    mailbox,
    admin: new AdminHands(sandbox.url),
    receiver,
    apiUrl: http.url,
    smtpPort,
    organizationId,
    apiKey,
    webhookSecret: secret,
    databaseUrl: database.url,
    environment,
    api: (method, path, call = {}) => callApi(http.url, apiKey, method, path, call),
    drain: async () => {
      await drainJobs(context);
      const isConfirming = options.confirmsCompanies ?? true;
      if (isConfirming && (await confirmShownCompanies(context))) await drainJobs(context);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function callApi<T>(
  apiUrl: string,
  apiKey: string,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  call: CallOptions,
): Promise<Answer<T>> {
  const key = call.apiKey === undefined ? apiKey : call.apiKey;
  const answer = await request(`${apiUrl}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(call.accountToken === undefined ? {} : { 'x-account-token': call.accountToken }),
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(call.body ?? {}) }),
  });
  const text = await answer.body.text();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: (text === '' ? null : JSON.parse(text)) as T,
  };
}

/** Below the ports that the system gives to whoever asks for any: between our look and our use nobody is given it. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const probe = createServer();
    const look = () => void probe.listen(randomInt(20_000, 32_000), HOST);
    probe.on('error', look);
    probe.on('listening', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
    look();
  });
}

export interface LinkedEmployer {
  linkedAccountId: string;
  accountToken: string;
  thirdPartyId: string;
}

export async function startLink(service: WholeService, originId = 'employer-1'): Promise<ModalHands> {
  const { status, body } = await service.api<{ link_token: string }>('POST', '/api/hris/v1/link-token', {
    body: {
      end_user_origin_id: originId,
      end_user_organization_name: 'Juniper & Vale',
      end_user_email_address: 'admin@employer.example',
      categories: ['hris'],
    },
  });
  if (status !== 200) throw new Error(`link-token answered ${status}: ${JSON.stringify(body)}`);
  return new ModalHands(service.apiUrl, body.link_token);
}

/** The admin adds the service account with what the modal shows; the invitation is sent at once. */
export async function inviteServiceAccount(service: WholeService, modal: ModalHands): Promise<string> {
  const view = await modal.consent();
  return service.admin.addThirdParty(view.service_account.form);
}

/** Accepts the invitation and grants every permission. */
export async function finishLink(
  service: WholeService,
  modal: ModalHands,
  thirdPartyId: string,
): Promise<LinkedEmployer> {
  await service.drain();
  const view = await modal.view();
  if (view.state !== 'awaiting_permissions')
    throw new Error(`Expected awaiting_permissions, got ${view.state}.`);
  const needed = [...new Set(view.permissions.flatMap((permission) => permission.permissions))];
  await service.admin.grantPermissions(thirdPartyId, needed);
  await modal.checkPermissions();
  await service.drain();
  return exchangePublicToken(service, modal, thirdPartyId);
}

/** What the partner's back end does with what the modal handed to its page. */
export async function exchangePublicToken(
  service: WholeService,
  modal: ModalHands,
  thirdPartyId: string,
): Promise<LinkedEmployer> {
  const publicToken = await modal.takePublicToken();
  const { body } = await service.api<{ account_token: string; id: string }>(
    'GET',
    `/api/hris/v1/account-token/${publicToken}`,
  );
  return { linkedAccountId: body.id, accountToken: body.account_token, thirdPartyId };
}

export async function linkEmployer(service: WholeService, originId?: string): Promise<LinkedEmployer> {
  const modal = await startLink(service, originId);
  return finishLink(service, modal, await inviteServiceAccount(service, modal));
}

/**
 * Asks for a sync and works it off, with what waits for another try; the clock moves on so that one-time codes and due
 * times do.
 */
export async function syncNow(service: WholeService, employer: LinkedEmployer): Promise<void> {
  service.clock.advance(60_000);
  const { status } = await service.api('POST', '/api/hris/v1/sync-status/resync', {
    accountToken: employer.accountToken,
  });
  if (status !== 200) throw new Error(`resync answered ${status}`);
  await makeRetriesReady(service.context);
  await service.drain();
}

export async function listAll(
  service: WholeService,
  employer: LinkedEmployer,
  model: string,
  filters = '',
): Promise<Record<string, unknown>[]> {
  const records: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await service.api<{ next: string | null; results: Record<string, unknown>[] }>(
      'GET',
      `/api/hris/v1/${model}?page_size=100${filters}${query}`,
      { accountToken: employer.accountToken },
    );
    records.push(...body.results);
    cursor = body.next;
  } while (cursor !== null);
  return records;
}
