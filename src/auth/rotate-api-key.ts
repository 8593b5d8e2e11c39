import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import { toApiKeyView, type ApiKeyView } from './api-key-view.ts';
import { getApiKeyRow, lockApiKey, type ApiKeyChoice } from './api-keys-store.ts';
import { makeKey } from './create-api-key.ts';
import { assertMayGive } from './may-give.ts';
import type { ApiKeyRole } from './roles.ts';

export interface ApiKeyRotation {
  choice: ApiKeyChoice;
  actor: AuditActor;
  /** Of whoever asks: the new key is theirs to read. */
  callerRoles: readonly ApiKeyRole[];
  /** How long the former key works on; 0: no longer. */
  graceMinutes: number;
}

/**
 * A new key in place of the former one, with its id, name and roles. A former key that still works in the grace of an earlier
 * rotation ends. @throws AppError not_found, forbidden `role_not_held`
 */
export function rotateApiKey(
  deps: { db: Db; clock: Clock },
  { choice, actor, callerRoles, graceMinutes }: ApiKeyRotation,
): Promise<ApiKeyView & { key: string }> {
  const now = deps.clock.now();
  return inTransaction(deps.db, async (trx) => {
    const { id, environment, roles } = await lockApiKey(trx, choice);
    assertMayGive(callerRoles, roles);
    const { key, ...stored } = makeKey(environment);
    const isGraceful = graceMinutes > 0;
    await trx
      .updateTable('api_keys')
      .set((column) => ({
        ...stored,
        previous_key_hash: isGraceful ? column.ref('key_hash') : null,
        previous_key_expires_at: isGraceful ? addMs(now, graceMinutes * MINUTE_MS) : null,
      }))
      .where('organization_id', '=', choice.organizationId)
      .where('id', '=', id)
      .execute();
    await appendAuditEvent(trx, {
      organizationId: choice.organizationId,
      linkedAccountId: null,
      actor,
      type: environment === 'test' ? 'REGENERATED_TEST_API_KEY' : 'REGENERATED_PRODUCTION_API_KEY',
      description: `Rotated the API key ${id}; the former one works for ${graceMinutes} more minutes.`,
    });
    return { ...toApiKeyView(await getApiKeyRow(trx, choice), now), key };
  });
}
