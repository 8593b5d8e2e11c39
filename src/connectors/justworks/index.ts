import type {
  ConnectionMethod,
  Connector,
  ConnectorContext,
  ReadOverrides,
  RemoteAccess,
  RemoteAccount,
  RemoteGrant,
} from '../contract.ts';
import { createMailRules } from './mail-rules.ts';
import { listCompanies, readExpiry, renewPassword } from './log-in.ts';
import { openRemoteSession } from './open-remote-session.ts';
import { createOverrideRules } from './override-rules.ts';
import { createApiDescription } from './partner-api/api-description.ts';
import { createPartnerApi, type Sleep } from './partner-api/client.ts';
import { createOauthDoor, type OauthClient } from './partner-api/oauth.ts';
import { openApiSession, readCompany } from './partner-api/open-api-session.ts';
import {
  apiCapabilityKeys,
  capabilitiesOfScopes,
  DEFAULT_SCOPES,
  parseScopes,
} from './partner-api/scopes.ts';
import { createPassthrough } from './partner-api/passthrough.ts';
import { createSourceWebhooks, type WebhookSigning } from './partner-api/webhooks.ts';
import {
  assertRequirements,
  webCapabilitiesOf,
  webCapabilityKeys,
  withRequirements,
  type CapabilityRequirements,
} from './permissions.ts';
import { serviceAccountForm } from './service-account-form.ts';
import { parseAuthenticatorSecret } from './web/authenticator-secret.ts';
import { acceptInvitation, readInvitation } from './web/accept-invitation.ts';
import { inspectAccount } from './web/inspect.ts';
import { createSiteReader, overrideSite } from './web/override-site.ts';
import { startSignIn } from './web/sign-in.ts';
import { createSite } from './web/site.ts';

const SLUG = 'justworks';

const NOTHING_CONFIGURED: JustworksSettings = {
  site: {},
  isWebAllowed: false,
  methods: [],
  api: {},
  oauth: null,
  webhooks: null,
  readsCustomFields: false,
  requirements: { required: [], optional: [] },
};

export interface JustworksSettings {
  /** Corrects what `web/site.ts` assumes. */
  site: Record<string, unknown>;
  /** An operator has acknowledged what reading the web site means; see docs/legal.md. */
  isWebAllowed: boolean;
  /** Which of the configured ways in are offered, the default first; empty: all of them, the API before the web site. */
  methods: ConnectionMethod[];
  /** Corrects what `partner-api/api-description.ts` assumes. */
  api: Record<string, unknown>;
  /** Our app at the Partner API; `scopes` between spaces, empty for the usual ones. */
  oauth: (Pick<OauthClient, 'clientId' | 'clientSecret'> & { scopes: string }) | null;
  webhooks: WebhookSigning | null;
  /** Custom fields cost a call for each member. */
  readsCustomFields: boolean;
  requirements: CapabilityRequirements;
}

/**
 * Justworks through its Partner API, and through its web site as a service account or an employer's user.
 * @param given what is not said: no way in is configured, nothing is corrected
 * @param readOverrides gives what an operator corrected of the site since, at each use
 * @throws AppError invalid_input naming the key at fault
 */
export function createJustworksConnector(
  given: Partial<JustworksSettings>,
  readOverrides: ReadOverrides = () => Promise.resolve([]),
  sleep?: Sleep,
): Connector {
  const settings: JustworksSettings = { ...NOTHING_CONFIGURED, ...given };
  assertRequirements(settings.requirements, [...webCapabilityKeys, ...apiCapabilityKeys]);
  const readSite = createSiteReader(createSite(settings.site), () => readOverrides(SLUG));
  const description = createApiDescription(settings.api);
  const client = settings.oauth && { ...settings.oauth, scopes: parseScopes(settings.oauth.scopes) };
  const reading = { scopes: client?.scopes ?? DEFAULT_SCOPES, readsCustomFields: settings.readsCustomFields };
  const apiFor = (context: ConnectorContext, grant: RemoteGrant) =>
    createPartnerApi(description, context, grant, sleep);
  return {
    slug: SLUG,
    name: 'Justworks',
    methods: methodsOf(settings),
    capabilitiesOf: (method) =>
      withRequirements(
        method === 'oauth' ? capabilitiesOfScopes(reading.scopes) : webCapabilitiesOf(method),
        settings.requirements,
      ),
    oauth: client && createOauthDoor(description, client),
    ...(client && { passthrough: createPassthrough(description) }),
    sourceWebhooks: settings.webhooks && createSourceWebhooks(description, settings.webhooks),
    serviceAccountForm,
    mailRules: async (draft) => {
      const site = await readSite();
      return createMailRules(draft === undefined ? site : overrideSite(site, draft));
    },
    overrides: createOverrideRules(readSite),
    readInvitation: async (context, url) => readInvitation(await readSite(), context, url),
    acceptInvitation: async (context, url, choice) =>
      acceptInvitation(await readSite(), context, url, choice),
    startSignIn: async (context, account) => startSignIn(await readSite(), context, account),
    openRemoteSession: async (context, access) =>
      access.method === 'oauth'
        ? openApiSession(apiFor(context, access), reading)
        : openRemoteSession(await readSite(), context, access, requiredOf(settings, access.method)),
    listCompanies: async (context, access) =>
      access.method === 'oauth'
        ? [await readCompany(apiFor(context, access))]
        : listCompanies(await readSite(), context, access),
    readPasswordExpiry: async (context, account) => readExpiry(await readSite(), context, account),
    renewPassword: async (context, account, password) =>
      renewPassword(await readSite(), context, account, password),
    inspect: (context, access, expected) => inspectAccount(readSite, context, toLogIn(access), expected),
    parseAuthenticatorSecret,
  };
}

/** The API first, where it is configured: it is what the source itself offers. */
function methodsOf({ oauth, isWebAllowed, methods }: JustworksSettings): ConnectionMethod[] {
  const configured: ConnectionMethod[] = [
    ...(oauth === null ? [] : (['oauth'] as const)),
    ...(isWebAllowed ? (['service_account', 'credentials'] as const) : []),
  ];
  return methods.length === 0 ? configured : methods.filter((method) => configured.includes(method));
}

/** Capabilities without which the web site is not worth reading. */
function requiredOf({ requirements }: JustworksSettings, method: RemoteAccount['method']): string[] {
  return withRequirements(webCapabilitiesOf(method), requirements)
    .filter(({ isRequired }) => isRequired)
    .map(({ capability }) => capability);
}

/** The web site knows log-ins only. */
function toLogIn(access: RemoteAccess): RemoteAccount {
  if (access.method === 'oauth') throw new Error('The web site takes no grant.');
  return access;
}
