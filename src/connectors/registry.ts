import { createJustworksConnector } from './justworks/index.ts';
import type { Connector } from './contract.ts';
import { notFound } from '../lib/app-error.ts';

export interface ConnectorRegistry {
  /** @throws AppError not_found */
  get(slug: string): Connector;
}

export interface ConnectorSettings {
  justworksSiteOverrides: Record<string, unknown>;
}

/** Every provider; a new one is one line here. */
export function createConnectors(settings: ConnectorSettings): ConnectorRegistry {
  const connectors = [createJustworksConnector(settings.justworksSiteOverrides)];
  return {
    get(slug) {
      const connector = connectors.find((candidate) => candidate.slug === slug);
      if (!connector) throw notFound('integration');
      return connector;
    },
  };
}
