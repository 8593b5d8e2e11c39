import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Connector } from '../connectors/contract.ts';
import type { ConnectorRegistry } from '../connectors/registry.ts';
import type { Db } from '../db/client.ts';
import type { NotificationMode } from '../db/schema/accounts.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { invalidInput, notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { addMs, SECOND_MS } from '../lib/duration.ts';
import { isUuid } from '../lib/ids.ts';
import { assertTimeZone } from '../lib/time-zone.ts';
import type { AccountScope } from './issues.ts';
import { requestSync } from './request-sync.ts';

export interface AccountSettings {
  id: string;
  /** Work e-mail or full name of who reports to nobody; null: unknown. */
  organization_head: string | null;
  /** Name in the IANA database. */
  time_zone: string;
  /** 600 to 86400. */
  sync_interval_seconds: number;
  notification_addresses: string[];
  notification_mode: NotificationMode;
  /** Capabilities that must be granted; null: those that the deployment requires. */
  required_capabilities: string[] | null;
}

/**
 * Changes what is given; what is left out stays. Where the source means something else from now on, the records follow with a
 * sync that is asked for at once; a shorter interval counts from now.
 * @throws AppError not_found, invalid_input `time_zone_unknown`, `capability_unknown`
 */
export async function updateAccountSettings(
  deps: { db: Db; clock: Clock; connectors: ConnectorRegistry },
  scope: AccountScope,
  change: Partial<Omit<AccountSettings, 'id'>>,
  actor: AuditActor = COMMAND_LINE,
): Promise<AccountSettings> {
  if (!isUuid(scope.linkedAccountId)) throw notFound('linked account');
  if (change.time_zone !== undefined) assertTimeZone(change.time_zone, '/time_zone');
  return await inTransaction(deps.db, async (trx) => {
    const { before, integration, isReadable, nextSyncAt } = await lockSettings(trx, scope);
    assertCapabilities(deps.connectors.get(integration), change.required_capabilities ?? []);
    const { id, ...settings } = before;
    const after = { ...settings, ...pickSettings(change) };
    const isSameSource =
      after.organization_head === before.organization_head && after.time_zone === before.time_zone;
    const soonest = addMs(deps.clock.now(), after.sync_interval_seconds * SECOND_MS);
    await trx
      .updateTable('linked_accounts')
      .set({
        ...after,
        ...(nextSyncAt !== null && new Date(nextSyncAt) > soonest && { next_sync_at: soonest }),
        // It is another day there, perhaps.
        ...(after.time_zone !== before.time_zone && { next_clock_at: deps.clock.now() }),
        // The same source means something else from now on.
        ...(isSameSource ? {} : { source_hash: null, source_rows_digest: null }),
      })
      .where('organization_id', '=', scope.organizationId)
      .where('id', '=', scope.linkedAccountId)
      .execute();
    await appendAuditEvent(trx, {
      ...scope,
      actor,
      type: 'CHANGED_LINKED_ACCOUNT_SETTINGS',
      description: `Changed ${Object.keys(pickSettings(change)).join(', ') || 'nothing'}.`,
    });
    if (isReadable && !isSameSource) await requestSync(trx, scope, 'request');
    return { id, ...after };
  });
}

/** A body may hold what is no setting. */
function pickSettings(change: Partial<Omit<AccountSettings, 'id'>>): Partial<Omit<AccountSettings, 'id'>> {
  const { organization_head, time_zone, sync_interval_seconds, notification_mode, notification_addresses } =
    change;
  const { required_capabilities: required } = change;
  return {
    ...(organization_head !== undefined && { organization_head }),
    ...(time_zone !== undefined && { time_zone }),
    ...(sync_interval_seconds !== undefined && { sync_interval_seconds }),
    ...(notification_mode !== undefined && { notification_mode }),
    ...(required !== undefined && { required_capabilities: required && [...new Set(required)] }),
    ...(notification_addresses && { notification_addresses: [...new Set(notification_addresses)] }),
  };
}

async function lockSettings(trx: Trx, scope: AccountScope) {
  const row = await trx
    .selectFrom('linked_accounts')
    .select(['id', 'organization_head', 'time_zone', 'sync_interval_seconds'])
    .select(['notification_addresses', 'notification_mode', 'required_capabilities'])
    .select(['integration', 'status', 'paused_at', 'next_sync_at'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('linked account');
  const { integration, status, paused_at, next_sync_at: nextSyncAt, ...before } = row;
  return { before, integration, isReadable: status === 'COMPLETE' && paused_at === null, nextSyncAt };
}

/** Of any way in: a relink may take another one. */
function assertCapabilities(connector: Connector, required: readonly string[]): void {
  if (required.length === 0) return;
  const known = new Set(
    connector.methods.flatMap((method) => connector.capabilitiesOf(method).map((one) => one.capability)),
  );
  const unknown = required.findIndex((one) => !known.has(one));
  if (unknown < 0) return;
  throw invalidInput(
    'capability_unknown',
    'The integration has no such capability.',
    `/required_capabilities/${unknown}`,
  );
}
