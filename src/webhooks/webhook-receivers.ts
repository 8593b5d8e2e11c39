import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { invalidInput } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { isUuid } from '../lib/ids.ts';
import { findEndpoint, selectEndpoints } from './endpoints-store.ts';
import { isEventFilterEntry } from './event-filter.ts';
import { toNativeEvent } from './merge-events.ts';
import { takesAccount } from './receivers.ts';
import { selectReceivers, storeReceiver, type AccountReceivers } from './receivers-store.ts';

export interface WebhookReceiver {
  /** An event type, `<family>.*` or `*`. */
  event: string;
  is_active: boolean;
  /** Id of the endpoint; null: all endpoints of the organization. Never a secret. */
  key: string | null;
}

/** What goes where of one account: what was said for it, and what the endpoints' own filters say beside that. */
export async function listReceivers(deps: { db: Db }, scope: AccountReceivers): Promise<WebhookReceiver[]> {
  const said = (await selectReceivers(deps.db, scope)).map((row) => ({
    event: row.event,
    is_active: row.is_active,
    key: row.endpoint_id,
  }));
  const endpoints = await selectEndpoints(deps.db, scope.organizationId);
  const taking = endpoints.filter((endpoint) => takesAccount(endpoint, scope.linkedAccountId));
  const byFilter = taking.flatMap((endpoint) =>
    endpoint.event_filter.map((event) => ({
      event,
      is_active: endpoint.status === 'enabled',
      key: endpoint.id,
    })),
  );
  const isSaid = (one: WebhookReceiver) =>
    said.some(({ event, key }) => event === one.event && key === one.key);
  return [...said, ...byFilter.filter((one) => !isSaid(one))];
}

/**
 * Says for one account whether an event goes to an endpoint, or to all. Safe to repeat.
 * @throws AppError invalid_input `event_type_unknown`, `webhook_endpoint_unknown`, `account_not_in_filter`
 */
export async function setReceiver(
  deps: { db: Db; clock: Clock },
  scope: AccountReceivers,
  input: { event: string; isActive: boolean; key: string | null; actor: AuditActor },
): Promise<WebhookReceiver> {
  const event = toNativeEvent(input.event);
  const { isActive, key, actor } = input;
  if (!isEventFilterEntry(event)) {
    throw invalidInput('event_type_unknown', 'There is no such event type.', '/event');
  }
  await inTransaction(deps.db, async (trx) => {
    if (key !== null) await assertReaches(trx, scope, key);
    await storeReceiver(trx, scope, { endpointId: key, event, isActive, now: deps.clock.now() });
    await appendAuditEvent(trx, {
      ...scope,
      actor,
      type: 'CHANGED_DESTINATION',
      description: `Event ${event} was switched ${isActive ? 'on' : 'off'} for the linked account.`,
    });
  });
  return { event, is_active: isActive, key };
}

/** What could never have an effect is refused: it would be a silent gap. */
async function assertReaches(trx: Trx, scope: AccountReceivers, key: string): Promise<void> {
  const endpoint = isUuid(key) ? await findEndpoint(trx, scope.organizationId, key) : undefined;
  if (!endpoint) {
    const message = 'The key names no webhook endpoint of the organization.';
    throw invalidInput('webhook_endpoint_unknown', message, '/key');
  }
  if (!takesAccount(endpoint, scope.linkedAccountId)) {
    const message =
      'The endpoint is for other linked accounts: add this one to its `linked_account_ids` first.';
    throw invalidInput('account_not_in_filter', message, '/key');
  }
}
