import type { SourceBudgets } from '../config/config.ts';
import type { ConnectorRegistry } from '../connectors/registry.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { OutboundHttp } from '../lib/outbound-http.ts';

/** What passing through needs of the service; the application context fits. */
export interface PassthroughDeps {
  db: Db;
  vault: Vault;
  clock: Clock;
  log: Logger;
  connectors: ConnectorRegistry;
  outbound: OutboundHttp;
  config: { sync: { budgets: SourceBudgets } };
}
