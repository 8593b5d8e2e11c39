import type pg from 'pg';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import { createConnectors, type ConnectorRegistry } from './connectors/registry.ts';
import { createVault, type Vault } from './crypto/vault.ts';
import { createDb, createPool, type Db } from './db/client.ts';
import { DatabaseClock } from './db/database-clock.ts';
import type { Clock } from './lib/clock.ts';
import { createGuardedHttp, ThreadedExchange } from './lib/guarded-http/index.ts';
import type { Logger } from './lib/logger.ts';
import type { Mailer } from './lib/mailer.ts';
import type { OutboundExchange, OutboundHttp } from './lib/outbound-http.ts';
import { createSmtpMailer } from './mail/smtp-mailer.ts';
import { createLogger } from './observability/logger.ts';
import { createOverrideReader } from './overrides/index.ts';

/** Every part of the service, built once. Use cases name the few parts they need and get them from here. */
export interface AppContext extends AsyncDisposable {
  config: Config;
  secrets: Secrets;
  pool: pg.Pool;
  db: Db;
  clock: Clock;
  /** Sets the clock by the database's; one that was handed in is left alone. */
  synchroniseClock(): Promise<void>;
  log: Logger;
  vault: Vault;
  connectors: ConnectorRegistry;
  /** Calls to sources and endpoints; refuses private addresses unless they are allowed by name. */
  outbound: OutboundHttp & OutboundExchange;
  mailer: Mailer;
}

/** What tests and the demo replace. */
export type AppContextOverrides = Partial<
  Pick<AppContext, 'clock' | 'log' | 'connectors' | 'outbound' | 'mailer'>
>;

export function createAppContext(
  config: Config,
  secrets: Secrets,
  applicationName: string,
  overrides: AppContextOverrides = {},
): AppContext {
  const log = overrides.log ?? createLogger(config.logLevel);
  const pool = createPool({
    url: config.databaseUrl,
    maxConnections: config.databaseMaxConnections,
    applicationName,
    // What a frozen process holds is free when its lease is, for the one that takes over.
    maxSilenceSeconds: config.sync.leaseSeconds,
    onError: (error) => log.warn({ error }, 'database_connection_lost'),
  });
  const db = createDb(pool);
  const clock = new DatabaseClock();
  const gateway = { allowedPrivateHosts: config.allowedPrivateHosts, userAgent: 'Muster/1' };
  const guardedHttp = createGuardedHttp(gateway);
  const threadedExchange = new ThreadedExchange(gateway);
  return {
    config,
    secrets,
    pool,
    db,
    log,
    clock: overrides.clock ?? clock,
    synchroniseClock: () => (overrides.clock ? Promise.resolve() : clock.synchronise(db)),
    vault: createVault(secrets.sealingKeys),
    connectors: overrides.connectors ?? createConnectors(config, secrets, createOverrideReader(db)),
    outbound: overrides.outbound ?? {
      request: (request) => guardedHttp.request(request),
      exchange: (request) => threadedExchange.exchange(request),
    },
    mailer: overrides.mailer ?? createSmtpMailer(config.outboundMail, log),
    async [Symbol.asyncDispose]() {
      await threadedExchange.close();
      await guardedHttp.close();
      await db.destroy();
    },
  };
}
