import type pg from 'pg';
import type { SyncSettings } from '../config/config.ts';
import type { ConnectorRegistry } from '../connectors/registry.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { OutboundHttp } from '../lib/outbound-http.ts';

/** What the sync needs of the service; the application context fits. */
export interface SyncDeps {
  db: Db;
  /** COPY speaks to the connection itself, past Kysely. */
  pool: pg.Pool;
  clock: Clock;
  log: Logger;
  vault: Vault;
  connectors: ConnectorRegistry;
  outbound: OutboundHttp;
  config: { sync: SyncSettings };
}
