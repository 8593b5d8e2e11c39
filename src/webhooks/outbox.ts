import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { EventType } from './events.ts';

/**
 * Announces a change in the transaction that makes it: both are there, or neither. `data` becomes the webhook body's
 * `data`. Returns the event's id, which every delivery of it carries as `webhook-id`.
 */
export async function appendEvent(
  trx: Trx,
  scope: { organizationId: string; linkedAccountId: string | null },
  event: { type: EventType; data: Record<string, unknown> },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('outbox_events')
    .values({
      id,
      organization_id: scope.organizationId,
      linked_account_id: scope.linkedAccountId,
      type: event.type,
      data: JSON.stringify(event.data),
      occurred_at: sql`now()`,
    })
    .execute();
  await wakeDispatcher(trx);
  return id;
}

/**
 * Set-based writers insert into outbox_events themselves and call this once per transaction. Where one statement was all, it may
 * be lost with the process: the ticker looks as well.
 */
export function wakeDispatcher(trx: Db | Trx): Promise<void> {
  return enqueue(trx, 'dispatch_outbox', {});
}
