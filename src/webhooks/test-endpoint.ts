import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { invalidInput, notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import { insertDeliveries } from './deliveries-store.ts';
import { endpointDisabled } from './endpoint-disabled.ts';
import { holdEndpoint, type EndpointRow } from './endpoints-store.ts';
import { exampleOfEvent } from './event-example.ts';
import { EVENT_TYPES, type EventType } from './events.ts';
import { findMergeEvent, toNativeEvent } from './merge-events.ts';

/** The format `merge` has no word for a test. */
const DEFAULT_TYPES = { standard: 'webhook_endpoint.test', merge: 'employee.updated' } as const;

/**
 * Sends an example of any event to this endpoint alone, whatever its filters say: made-up values, marked by `is_test`. It is
 * delivered, signed and retried like every other event; the ids lead to the outcome.
 * @param type left out: `webhook_endpoint.test`, or `employee.updated` in the format `merge`
 * @throws AppError not_found, conflict `endpoint_disabled`, invalid_input `event_type_unknown`, `event_type_not_in_format`
 */
export function testEndpoint(
  deps: { db: Db; clock: Clock },
  organizationId: string,
  endpointId: string,
  type?: string,
): Promise<{ event_id: string; delivery_id: string }> {
  return inTransaction(deps.db, async (trx) => {
    const endpoint = await holdEndpoint(trx, organizationId, endpointId);
    if (!endpoint) throw notFound('webhook endpoint');
    const eventType = parseType(endpoint, type);
    if (endpoint.status !== 'enabled') throw endpointDisabled();
    const eventId = await insertTestEvent(trx, organizationId, toTestEvent(endpointId, eventType));
    const deliveryId = newId();
    await insertDeliveries(trx, [{ id: deliveryId, organizationId, endpointId, eventId }], deps.clock.now());
    await enqueue(trx, 'deliver_due_webhooks', {});
    return { event_id: eventId, delivery_id: deliveryId };
  });
}

function parseType({ format }: EndpointRow, asked: string | undefined): EventType {
  if (asked === undefined) return DEFAULT_TYPES[format];
  const type = EVENT_TYPES.find((known) => known === toNativeEvent(asked));
  if (!type) throw invalidInput('event_type_unknown', 'There is no such event type.', '/type');
  if (format === 'merge' && findMergeEvent(type) === undefined) {
    const message = 'The format of this endpoint has no such event: it is never sent to it.';
    throw invalidInput('event_type_not_in_format', message, '/type');
  }
  return type;
}

function toTestEvent(endpointId: string, type: EventType) {
  const example = exampleOfEvent(type);
  return { type, data: 'endpoint_id' in example ? { ...example, endpoint_id: endpointId } : example };
}

/** Not left in the queue: no other endpoint gets it, and it has no place in the change feed. */
async function insertTestEvent(
  trx: Trx,
  organizationId: string,
  { type, data }: { type: EventType; data: object },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('outbox_events')
    .values({
      id,
      organization_id: organizationId,
      linked_account_id: null,
      type,
      data: JSON.stringify(data),
      occurred_at: sql`now()`,
    })
    .execute();
  await sql`
    delete from undispatched_events u using outbox_events e
     where e.id = ${id} and u.occurred_at = e.occurred_at and u.event_id = e.id`.execute(trx);
  return id;
}
