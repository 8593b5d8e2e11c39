import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';

interface EndpointScope {
  organizationId: string;
  endpointId: string;
}

/** Becomes the current one: the caller has seen to it that there is no other. */
export async function insertSecret(
  trx: Trx,
  { organizationId, endpointId }: EndpointScope,
  sealed: Buffer,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('webhook_endpoint_secrets')
    .values({
      id: newId(),
      organization_id: organizationId,
      endpoint_id: endpointId,
      sealed,
      created_at: now,
      expires_at: null,
    })
    .execute();
}

/** How many former secrets still sign along. */
export async function countFormerSecrets(
  trx: Trx,
  { organizationId, endpointId }: EndpointScope,
  now: Date,
): Promise<number> {
  const { count } = await trx
    .selectFrom('webhook_endpoint_secrets')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('endpoint_id', '=', endpointId)
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirstOrThrow();
  return count;
}

/** From then on the current secret signs no more. */
export async function expireCurrentSecret(
  trx: Trx,
  { organizationId, endpointId }: EndpointScope,
  expiresAt: Date,
): Promise<void> {
  await trx
    .updateTable('webhook_endpoint_secrets')
    .set({ expires_at: expiresAt })
    .where('organization_id', '=', organizationId)
    .where('endpoint_id', '=', endpointId)
    .where('expires_at', 'is', null)
    .execute();
}
