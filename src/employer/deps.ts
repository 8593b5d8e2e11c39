import type { Config } from '../config/config.ts';
import type { Secrets } from '../config/secrets.ts';
import type { ConnectorRegistry } from '../connectors/registry.ts';
import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Mailer } from '../lib/mailer.ts';

/** What the employer's own page needs of the service; each use case picks its part. */
export interface EmployerDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  mailer: Mailer;
  connectors: ConnectorRegistry;
  config: Pick<Config, 'linking' | 'sync'>;
  secrets: Pick<Secrets, 'linkTokenKey' | 'cursorKey'>;
}
