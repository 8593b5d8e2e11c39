import type { Migration } from 'kysely/migration';
import * as organizationsAndApiKeys from './20261122T040000Z-organizations-and-api-keys.ts';
import * as linkedAccountsAndSealing from './20261122T040100Z-linked-accounts-and-sealing.ts';
import * as linking from './20261122T040200Z-linking.ts';
import * as records from './20261122T040300Z-records.ts';
import * as syncRuns from './20261122T040400Z-sync-runs.ts';
import * as webhooks from './20261122T040500Z-webhooks.ts';
import * as workerHeartbeats from './20261122T040600Z-worker-heartbeats.ts';

/** Every migration, by its file's name. Registered by hand: the order can be read here, nothing is loaded by chance. */
export const migrations: Record<string, Migration> = {
  '20261122T040000Z-organizations-and-api-keys': organizationsAndApiKeys,
  '20261122T040100Z-linked-accounts-and-sealing': linkedAccountsAndSealing,
  '20261122T040200Z-linking': linking,
  '20261122T040300Z-records': records,
  '20261122T040400Z-sync-runs': syncRuns,
  '20261122T040500Z-webhooks': webhooks,
  '20261122T040600Z-worker-heartbeats': workerHeartbeats,
};
