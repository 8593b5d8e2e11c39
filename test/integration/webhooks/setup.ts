import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { LookupFunction } from 'node:net';
import { parseKeyring } from '../../../src/crypto/keyring.ts';
import { createVault, type Vault } from '../../../src/crypto/vault.ts';
import type { WebhookSettings } from '../../../src/config/config.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { createGuardedHttp, type GuardedHttp } from '../../../src/lib/guarded-http/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import {
  appendEvent,
  createEndpoint,
  dispatchOutbox,
  listDeliveries,
  type DeliveryFilters,
  type DeliveryView,
  type EventType,
  type NewEndpointView,
} from '../../../src/webhooks/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ManualClock } from '../../support/manual-clock.ts';

export interface LogLine {
  level: string;
  event: string;
  fields: Record<string, unknown>;
}

export interface World extends AsyncDisposable {
  db: TestDatabase['db'];
  url: string;
  keys: string;
  vault: Vault;
  clock: ManualClock;
  log: Logger;
  lines: LogLine[];
  outbound: GuardedHttp;
  connectors: { get(): { name: string } };
  config: { webhooks: WebhookSettings };
  random: () => number;
  organizationId: string;
}

export interface WorldOptions {
  allowedPrivateHosts?: string[];
  settings?: Partial<WebhookSettings>;
  lookup?: LookupFunction;
}

/** Everything that the webhooks feature is given, real: Postgres, vault, gateway; and one organization. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const database = await createTestDatabase({ maxConnections: 20 });
  const keys = `k1:${randomBytes(32).toString('base64')}`;
  const lines: LogLine[] = [];
  const outbound = createGuardedHttp({
    allowedPrivateHosts: options.allowedPrivateHosts ?? [],
    userAgent: 'Muster-Test/1',
    ...(options.lookup && { lookup: options.lookup }),
  });
  return {
    db: database.db,
    url: database.url,
    keys,
    vault: createVault(parseKeyring(keys)),
    clock: new ManualClock(),
    log: collectingLogger(lines),
    lines,
    outbound,
    connectors: { get: () => ({ name: 'Justworks' }) },
    config: { webhooks: { ...SETTINGS, ...options.settings } },
    random: () => 0.5,
    organizationId: await insertOrganization(database.db),
    async [Symbol.asyncDispose]() {
      await outbound.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

export const CURSOR_KEY = randomBytes(32);

const SETTINGS: WebhookSettings = {
  attemptTimeoutMs: 15_000,
  concurrency: 20,
  perEndpointConcurrency: 4,
  leaseSeconds: 60,
  isLoopbackHttpAllowed: true,
};

export async function insertOrganization(db: TestDatabase['db']): Promise<string> {
  const id = newId();
  await db
    .insertInto('organizations')
    .values({ id, name: 'Partner', service_first_name: 'Partner' })
    .execute();
  return id;
}

export function addEndpoint(world: World, url: string, eventFilter?: string[]): Promise<NewEndpointView> {
  return createEndpoint(world, world.organizationId, { url, ...(eventFilter && { eventFilter }) });
}

/** Appends events and fans them out. */
export async function announce(
  world: World,
  count: number,
  type: EventType = 'employee.created',
): Promise<string[]> {
  const scope = { organizationId: world.organizationId, linkedAccountId: null };
  const ids = await inTransaction(world.db, async (trx) => {
    const appended: string[] = [];
    for (let n = 0; n < count; n += 1) appended.push(await appendEvent(trx, scope, { type, data: { n } }));
    return appended;
  });
  await dispatchOutbox(world);
  return ids;
}

/** All of them, newest first. */
export async function deliveriesOf(
  world: World,
  filters: DeliveryFilters & { organizationId?: string } = {},
): Promise<DeliveryView[]> {
  const { organizationId = world.organizationId } = filters;
  const deps = { db: world.db, cursorKey: CURSOR_KEY };
  const page = await listDeliveries(deps, { organizationId, filters, pageSize: 5000 });
  return page.results;
}

/** What a worker that died leaves behind, some time later. */
export async function expireLeases(world: World): Promise<void> {
  await sql`update pending_deliveries set lease_until = now() - interval '1 second' where lease_until is not null`.execute(
    world.db,
  );
}

function collectingLogger(lines: LogLine[]): Logger {
  const at = (level: string) => (fields: object, event: string) =>
    void lines.push({ level, event, fields: fields as Record<string, unknown> });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
