import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { enqueue } from '../queue/enqueue.ts';
import { findDelivery, makeDeliveryDue } from './deliveries-store.ts';
import type { DeliveryView } from './delivery-view.ts';
import { endpointDisabled } from './endpoint-disabled.ts';
import { findEndpoint } from './endpoints-store.ts';

/**
 * Sends the event again, at once and with the same `webhook-id`. Once the ten attempts are used it is one more try, and
 * a failure ends it again.
 * @throws AppError not_found, conflict `endpoint_disabled`
 */
export function redeliver(
  deps: { db: Db; clock: Clock },
  organizationId: string,
  deliveryId: string,
  actor: AuditActor = COMMAND_LINE,
): Promise<DeliveryView> {
  return inTransaction(deps.db, async (trx) => {
    const delivery = await findDelivery(trx, organizationId, deliveryId);
    if (!delivery) throw notFound('delivery');
    const endpoint = await findEndpoint(trx, organizationId, delivery.endpoint_id);
    if (endpoint?.status !== 'enabled') throw endpointDisabled();
    await makeDeliveryDue(trx, organizationId, deliveryId, deps.clock.now());
    await enqueue(trx, 'deliver_due_webhooks', {});
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId: null,
      actor,
      type: 'REDELIVERED_WEBHOOK',
      description: `Asked for the delivery ${deliveryId} to be sent again.`,
    });
    return (await findDelivery(trx, organizationId, deliveryId)) ?? delivery;
  });
}
