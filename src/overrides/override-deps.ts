import type { ConnectorRegistry } from '../connectors/registry.ts';
import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';

/** What overrides need of the service; the application context fits. */
export interface OverrideDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  connectors: ConnectorRegistry;
}
