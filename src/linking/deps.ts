import type { Config } from '../config/config.ts';
import type { Secrets } from '../config/secrets.ts';
import type { ConnectorRegistry } from '../connectors/registry.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Mailer } from '../lib/mailer.ts';
import type { OutboundHttp } from '../lib/outbound-http.ts';

/** What linking needs of the service; each use case picks its part. */
export interface LinkingDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  vault: Vault;
  connectors: ConnectorRegistry;
  outbound: OutboundHttp;
  mailer: Mailer;
  config: Pick<Config, 'linking' | 'smtp' | 'sync'>;
  secrets: Pick<Secrets, 'linkTokenKey' | 'logInKey'>;
}
