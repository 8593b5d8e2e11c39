import { createJustworksConnector, type JustworksSettings } from './justworks/index.ts';
import type { ConnectionMethod, Connector, ReadOverrides } from './contract.ts';
import { notFound } from '../lib/app-error.ts';

export interface ConnectorRegistry {
  /** @throws AppError not_found */
  get(slug: string): Connector;
}

export interface ConnectorSettings {
  justworksSiteOverrides: Record<string, unknown>;
  justworksCapabilities: { required: string[]; optional: string[] };
  isJustworksWebAllowed: boolean;
  justworksMethods: ConnectionMethod[];
  justworksApi: {
    overrides: Record<string, unknown>;
    /** Null: the Partner API is not configured. */
    clientId: string | null;
    scopes: string;
    webhooks: { algorithm: 'sha256' | 'sha512'; encoding: 'hex' | 'base64'; signed: string };
    readsCustomFields: boolean;
  };
}

export interface ConnectorSecrets {
  justworks: { clientSecret: string | null; webhookSecret: string | null };
}

/** Every provider; a new one is one line here. */
export function createConnectors(
  settings: ConnectorSettings,
  secrets: ConnectorSecrets,
  readOverrides?: ReadOverrides,
): ConnectorRegistry {
  const connectors = [createJustworksConnector(toJustworksSettings(settings, secrets), readOverrides)];
  return {
    get(slug) {
      const connector = connectors.find((candidate) => candidate.slug === slug);
      if (!connector) throw notFound('integration');
      return connector;
    },
  };
}

function toJustworksSettings(
  settings: ConnectorSettings,
  { justworks }: ConnectorSecrets,
): JustworksSettings {
  const { overrides, clientId, scopes, webhooks, readsCustomFields } = settings.justworksApi;
  const { clientSecret, webhookSecret } = justworks;
  return {
    site: settings.justworksSiteOverrides,
    isWebAllowed: settings.isJustworksWebAllowed,
    methods: settings.justworksMethods,
    api: overrides,
    oauth: clientId === null || clientSecret === null ? null : { clientId, clientSecret, scopes },
    webhooks: webhookSecret === null ? null : { ...webhooks, secret: webhookSecret },
    readsCustomFields,
    requirements: settings.justworksCapabilities,
  };
}
