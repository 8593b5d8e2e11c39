import type {
  Connector,
  ConnectorContext,
  GrantTokens,
  ReadRosterOptions,
  RemoteAccess,
  RemoteGrant,
} from '../../../src/connectors/contract.ts';
import { createJustworksConnector } from '../../../src/connectors/justworks/index.ts';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
import { createGuardedHttp } from '../../../src/lib/guarded-http/index.ts';
import { startSandbox, type SandboxOptions } from '../../../src/sandbox/justworks/index.ts';
import { APP, PartnerClient } from '../../../src/sandbox/justworks/test-support/partner-client.ts';
import { startMailbox } from '../../../src/sandbox/mailbox/index.ts';
import { createAccount } from '../../support/justworks/employer-script.ts';
import { ManualClock } from '../../support/manual-clock.ts';

export const REDIRECT_URI = APP.redirectUris[0]!;
export type Route = 'web' | 'api';

const LOG_IN = {
  userName: 'robot',
  password: 'correct horse battery staple',
  authenticatorSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
};

/** One simulated employer, linked by both ways in: a log-in with every permission, and a consent. */
export async function startBothRoutes(options: Partial<SandboxOptions> & { scopes?: string } = {}) {
  const { scopes = '', ...sandboxOptions } = options;
  const mailbox = await startMailbox({ host: '127.0.0.1', port: 0 });
  const clock = new ManualClock('2026-03-10T15:00:05Z');
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    smtpTarget: mailbox,
    seed: 'both-routes',
    clock,
    oauthApps: [{ ...APP, scopes: [...APP.scopes, 'company.basic:read', 'member.basic:read'] }],
    ...sandboxOptions,
  });
  const connector = createJustworksConnector(
    {
      isWebAllowed: true,
      site: {
        origins: [sandbox.url],
        invitationLinkOrigins: [sandbox.url],
        poll: { intervalMs: 1, attempts: 5 },
      },
      api: { apiOrigin: sandbox.url, authorizeOrigin: sandbox.url },
      oauth: { clientId: APP.clientId, clientSecret: APP.clientSecret, scopes },
    },
    undefined,
    () => Promise.resolve(),
  );
  const http = createGuardedHttp({ allowedPrivateHosts: [new URL(sandbox.url).host], userAgent: 'test' });
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const context: ConnectorContext = { http, clock, log, signal: AbortSignal.timeout(50_000) };
  const permissions = connector
    .capabilitiesOf('service_account')
    .flatMap((capability) => capability.permissions);
  sandbox.control.addSignIn({ ...LOG_IN, permissions });
  const account = createAccount(LOG_IN);
  const grant = await consent(connector, context, new PartnerClient(sandbox));
  const accessOf = (route: Route): RemoteAccess => (route === 'web' ? account : grant);
  return {
    clock,
    sandbox,
    connector,
    context,
    grant,
    open: (route: Route) => connector.openRemoteSession(context, accessOf(route)),
    async read(route: Route, readOptions: Partial<ReadRosterOptions> = {}) {
      const session = await connector.openRemoteSession(context, accessOf(route));
      const reading = session.readRoster({
        timeZone: 'America/New_York',
        known: [],
        ...readOptions,
      });
      const items: SnapshotItem[] = [];
      for await (const item of reading.items) if (item.model !== 'seen') items.push(item);
      return { items, summary: reading.summary() };
    },
    async [Symbol.asyncDispose]() {
      await http.close();
      await sandbox.close();
      await mailbox.close();
    },
  };
}

export type BothRoutes = Awaited<ReturnType<typeof startBothRoutes>>;

/** Walks through the source's consent as the employer's admin and keeps the tokens as the service does. */
async function consent(
  connector: Connector,
  context: ConnectorContext,
  admin: PartnerClient,
): Promise<RemoteGrant & { tokens(): GrantTokens }> {
  const door = connector.oauth!;
  const asked = new URL(door.authorizationUrl({ state: 'state-1', redirectUri: REDIRECT_URI }));
  const callback = await admin.authorize(Object.fromEntries(asked.searchParams));
  let tokens = await door.exchangeCode(context, { code: callback.get('code')!, redirectUri: REDIRECT_URI });
  return {
    method: 'oauth',
    get scopes() {
      return tokens.scopes;
    },
    tokens: () => tokens,
    accessToken: () => Promise.resolve(tokens.accessToken),
    async replaceToken() {
      tokens = await door.refresh(context, tokens.refreshToken!);
      return tokens.accessToken;
    },
  };
}
