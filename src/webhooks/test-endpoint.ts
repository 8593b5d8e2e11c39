import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import { insertDeliveries } from './deliveries-store.ts';
import { endpointDisabled } from './endpoint-disabled.ts';
import { findEndpoint } from './endpoints-store.ts';

/**
 * Sends a `webhook_endpoint.test` event to this endpoint alone, whatever its filter says. It is delivered, signed and
 * retried like every other event; the ids lead to the outcome.
 * @throws AppError not_found, conflict `endpoint_disabled`
 */
export function testEndpoint(
  deps: { db: Db; clock: Clock },
  organizationId: string,
  endpointId: string,
): Promise<{ event_id: string; delivery_id: string }> {
  return inTransaction(deps.db, async (trx) => {
    const endpoint = await findEndpoint(trx, organizationId, endpointId);
    if (!endpoint) throw notFound('webhook endpoint');
    if (endpoint.status !== 'enabled') throw endpointDisabled();
    const eventId = await insertTestEvent(trx, organizationId, endpointId);
    const deliveryId = newId();
    await insertDeliveries(trx, [{ id: deliveryId, organizationId, endpointId, eventId }], deps.clock.now());
    await enqueue(trx, 'deliver_due_webhooks', {});
    return { event_id: eventId, delivery_id: deliveryId };
  });
}

/** Marked as dispatched from the start: no other endpoint gets it. */
async function insertTestEvent(trx: Trx, organizationId: string, endpointId: string): Promise<string> {
  const id = newId();
  await trx
    .insertInto('outbox_events')
    .values({
      id,
      organization_id: organizationId,
      linked_account_id: null,
      type: 'webhook_endpoint.test',
      data: JSON.stringify({ endpoint_id: endpointId }),
      occurred_at: sql`now()`,
      dispatched_at: sql`now()`,
    })
    .execute();
  return id;
}
