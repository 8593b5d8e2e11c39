import { parseKeyring } from '../../../src/crypto/keyring.ts';
import { createVault } from '../../../src/crypto/vault.ts';
import { createDb, createPool } from '../../../src/db/client.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createGuardedHttp } from '../../../src/lib/guarded-http/index.ts';
import { deliverDue } from '../../../src/webhooks/index.ts';

/** A worker process of its own: argv is the database's URL, the sealing keys, the allowed host. It delivers what is due at each message, and says how much that was. */
const [url, keys, host] = process.argv.slice(2);
const pool = createPool({ url: url!, maxConnections: 4, applicationName: 'child', onError: () => undefined });
const ignore = (): void => undefined;
const deps = {
  db: createDb(pool),
  vault: createVault(parseKeyring(keys!)),
  connectors: { get: () => ({ name: 'Justworks' }) },
  clock: systemClock,
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  outbound: createGuardedHttp({ allowedPrivateHosts: [host!], userAgent: 'Muster-Test/1' }),
  config: {
    webhooks: { attemptTimeoutMs: 15_000, concurrency: 4, perEndpointConcurrency: 4, leaseSeconds: 60 },
  },
};
process.on('message', () => void deliverDue(deps).then((pass) => process.send!(pass)));
