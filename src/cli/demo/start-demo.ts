import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createAppContext, type AppContext } from '../../app-context.ts';
import { createApiKey, createOrganization } from '../../auth/index.ts';
import { readConfiguration } from '../../config/env.ts';
import { claimClusterName } from '../../db/cluster-claim.ts';
import { findFreePort } from '../../lib/free-port.ts';
import { startEmbeddedPostgres } from '../../db/embedded-postgres.ts';
import { migrateToLatest } from '../../db/migrator.ts';
import { createEndpoint } from '../../webhooks/index.ts';
import { loadSandbox } from '../load-sandbox.ts';
import { projectRoot } from '../project-root.ts';
import { startDoors } from '../start-doors.ts';
import { DemoTour } from './tour/demo-tour.ts';
import type { DemoPlaces } from './demo-places.ts';
import { createDemoApp, toEnvironment, type DemoApp } from './justworks-app.ts';

export interface DemoOptions {
  portBase: number;
  /** The second and later starts of `--once` must not meet the data of a demo that is played. */
  clusterName: string;
  censusFile: string | undefined;
  workHistoryFile: string | undefined;
  logLevel: string;
  /** A person may have the page of the tour open, with the phone in it. */
  hasPerson?: boolean;
}

export interface Demo extends DemoPlaces {
  context: AppContext;
  organizationId: string;
  mailboxUrl: string;
  smtpPort: number;
  databaseUrl: string;
  tour: DemoTour;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Everything of a first try in one process, each part really listening: database, API, worker, mail, the simulated
 * Justworks, a mailbox for the employer's admin and a partner app. Each start begins with an empty database.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const stack = new AsyncDisposableStack();
  try {
    return await startParts(options, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function startParts(options: DemoOptions, stack: AsyncDisposableStack): Promise<Demo> {
  const ports = await choosePorts(options.portBase);
  const { sandbox, dns, mailbox } = await startSandboxParts(options, ports, stack);
  const postgres = stack.use(
    await startEmbeddedPostgres({
      projectRoot,
      name: await claimClusterName(projectRoot, options.clusterName),
      preferredPort: ports.postgres,
    }),
  );
  const databaseUrl = await postgres.recreateDatabase('muster');
  const app = createDemoApp(`http://${HOST}:${ports.api}`);
  const { config, secrets } = readConfiguration(
    demoEnvironment({
      ...ports,
      databaseUrl,
      dns: dns.address,
      sandboxUrl: sandbox.url,
      logLevel: options.logLevel,
      app,
    }),
  );
  const context = stack.use(createAppContext(config, secrets, 'muster-demo'));
  await migrateToLatest(context.db, context.pool);
  const apiUrl = config.http.publicUrl;
  const partnerUrl = `http://${HOST}:${ports.partner}`;
  const { id: organizationId } = await createOrganization(context.db, {
    name: 'Larkspur IT',
    allowedOrigins: [partnerUrl],
    hubPageUrl: `${partnerUrl}/`,
  });
  sandbox.control.registerOAuthApp({
    ...app,
    launchUrl: `${apiUrl}/link/hub/justworks?organization=${organizationId}`,
  });
  const { key: apiKey } = await createApiKey(context.db, {
    organizationId,
    name: 'demo',
    environment: 'test',
  });
  const { secret } = await createEndpoint(context, organizationId, {
    url: `${partnerUrl}/webhooks`,
    eventFilter: ['*'],
  });
  const doors = await startDoors(context, ['api', 'worker', 'mail']);
  stack.defer(() => doors.stop());
  const employer = {
    originId: 'employer-1',
    name: sandbox.control.state().company.displayName,
    adminEmail: 'admin@employer.example',
  };
  const places: DemoPlaces = { apiUrl, apiKey, partnerUrl, sandboxUrl: sandbox.url, employer };
  const tour = new DemoTour(places, { isPhoneInUse: options.hasPerson ?? false });
  const { startPartnerApp } = await loadSandbox(() => import('../../sandbox/partner-app/index.ts'));
  const partner = await startPartnerApp({
    ...places,
    port: ports.partner,
    mailbox,
    tour,
  });
  stack.defer(() => partner.close());
  partner.inbox.useSecret(secret);
  return {
    ...places,
    context,
    organizationId,
    mailboxUrl: `${partner.url}/mailbox`,
    smtpPort: ports.smtp,
    databaseUrl,
    tour,
    stop: () => stack.disposeAsync(),
  };
}

type Ports = Awaited<ReturnType<typeof choosePorts>>;

/** Base, base + 1, ...; each taken one moves on to the next free one that is not ours already. */
async function choosePorts(
  base: number,
): Promise<Record<'api' | 'partner' | 'sandbox' | 'smtp' | 'mailbox' | 'postgres', number>> {
  let next = base;
  const take = async (): Promise<number> => {
    const port = await findFreePort(next);
    next = port + 1;
    return port;
  };
  return {
    api: await take(),
    partner: await take(),
    sandbox: await take(),
    smtp: await take(),
    mailbox: await take(),
    postgres: await take(),
  };
}

async function startSandboxParts(options: DemoOptions, ports: Ports, stack: AsyncDisposableStack) {
  const { startSandbox, startDnsServer } = await loadSandbox(
    () => import('../../sandbox/justworks/index.ts'),
  );
  const { startMailbox } = await loadSandbox(() => import('../../sandbox/mailbox/index.ts'));
  const sandbox = await startSandbox({
    host: HOST,
    port: ports.sandbox,
    smtpTarget: { host: HOST, port: ports.smtp },
    mailboxUrl: `http://${HOST}:${ports.partner}/mailbox`,
    seed: 'muster',
    ...(options.censusFile === undefined ? {} : { censusFile: await readFile(options.censusFile) }),
    ...(options.workHistoryFile === undefined
      ? {}
      : { workHistoryFile: await readFile(options.workHistoryFile) }),
  });
  stack.defer(() => sandbox.close());
  const dns = await startDnsServer(sandbox.dkimRecords);
  stack.defer(() => dns.close());
  const mailbox = await startMailbox({ host: HOST, port: ports.mailbox });
  stack.defer(() => mailbox.close());
  return { sandbox, dns, mailbox };
}

/** What a person would write into `.env`, with a sealing key of this start only. */
function demoEnvironment(
  parts: Ports & { databaseUrl: string; dns: string; sandboxUrl: string; logLevel: string; app: DemoApp },
): Record<string, string> {
  const sandboxHost = new URL(parts.sandboxUrl).host;
  return {
    DATABASE_URL: parts.databaseUrl,
    LINK_MAIL_DOMAIN: 'link.larkspur.example',
    MUSTER_SEALING_KEYS: `demo:${randomBytes(32).toString('base64')}`,
    MUSTER_LOG_LEVEL: parts.logLevel,
    MUSTER_PUBLIC_URL: `http://${HOST}:${parts.api}`,
    MUSTER_HTTP_PORT: String(parts.api),
    MUSTER_SMTP_PORT: String(parts.smtp),
    MUSTER_DNS_RESOLVER: parts.dns,
    MUSTER_OUTBOUND_MAIL_URL: `smtp://${HOST}:${parts.mailbox}`,
    MUSTER_WEBHOOK_ALLOW_LOOPBACK_HTTP: 'true',
    MUSTER_ALLOWED_PRIVATE_HOSTS: `${sandboxHost},${HOST}:${parts.partner}`,
    MUSTER_WORKER_TICK_SECONDS: '1',
    MUSTER_RATE_LIMIT_PER_MINUTE: '100000',
    MUSTER_RATE_LIMIT_PER_ACCOUNT: '100000',
    MUSTER_RATE_LIMIT_PER_ADDRESS: '100000',
    // Every part shares one event loop here; the first seconds of a slow machine are no overload.
    MUSTER_MAX_EVENT_LOOP_DELAY_MS: '20000',
    MUSTER_JUSTWORKS_WEB: 'acknowledged',
    // The longest road is shown first; the modal offers the others.
    MUSTER_JUSTWORKS_METHODS: 'service_account,oauth,credentials',
    ...toEnvironment(parts.app, parts.sandboxUrl),
    MUSTER_JUSTWORKS_SITE: JSON.stringify({
      origins: [parts.sandboxUrl],
      invitationLinkOrigins: [parts.sandboxUrl],
      poll: { intervalMs: 100 },
    }),
  };
}
