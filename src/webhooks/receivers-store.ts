import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';

/** Whether one account's event goes to an endpoint, said for the account apart from the endpoint's filter. */
export interface ReceiverRow {
  linked_account_id: string;
  /** Null: every endpoint. */
  endpoint_id: string | null;
  /** An entry of a filter: an event type, a family or all. */
  event: string;
  is_active: boolean;
}

export interface AccountReceivers {
  organizationId: string;
  linkedAccountId: string;
}

export async function storeReceiver(
  trx: Trx,
  scope: AccountReceivers,
  receiver: { endpointId: string | null; event: string; isActive: boolean; now: Date },
): Promise<void> {
  await trx
    .insertInto('webhook_receivers')
    .values({
      linked_account_id: scope.linkedAccountId,
      organization_id: scope.organizationId,
      endpoint_id: receiver.endpointId,
      event: receiver.event,
      is_active: receiver.isActive,
      modified_at: receiver.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['linked_account_id', 'event', 'endpoint_id'])
        .doUpdateSet({ is_active: receiver.isActive, modified_at: receiver.now }),
    )
    .execute();
}

export async function selectReceivers(db: Db | Trx, scope: AccountReceivers): Promise<ReceiverRow[]> {
  return await db
    .selectFrom('webhook_receivers')
    .select(['linked_account_id', 'endpoint_id', 'event', 'is_active'])
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .orderBy('event')
    .orderBy(sql`endpoint_id nulls first`)
    .execute();
}

/** Of many accounts at once, for whoever plans deliveries; each row names its own. */
export async function selectReceiversOf(
  trx: Trx,
  linkedAccountIds: readonly string[],
): Promise<ReceiverRow[]> {
  if (linkedAccountIds.length === 0) return [];
  return await trx
    .selectFrom('webhook_receivers')
    .select(['linked_account_id', 'endpoint_id', 'event', 'is_active'])
    .where('linked_account_id', 'in', [...linkedAccountIds])
    .execute();
}
