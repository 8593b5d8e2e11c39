import { sql } from 'kysely';
import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { assertAnotherAdministers, lockApiKey } from './api-keys-store.ts';

/**
 * For good, and for every process within a few seconds.
 * @throws AppError not_found, also when it was revoked before; conflict `last_administer_key`
 */
export function revokeApiKey(
  db: Db,
  key: { organizationId: string; id: string },
  actor: AuditActor = COMMAND_LINE,
): Promise<void> {
  return inTransaction(db, async (trx) => {
    const { roles, environment } = await lockApiKey(trx, key);
    if (roles.includes('administer')) await assertAnotherAdministers(trx, key);
    await trx
      .updateTable('api_keys')
      .set({ revoked_at: sql`now()`, previous_key_hash: null, previous_key_expires_at: null })
      .where('organization_id', '=', key.organizationId)
      .where('id', '=', key.id)
      .execute();
    await appendAuditEvent(trx, {
      organizationId: key.organizationId,
      linkedAccountId: null,
      actor,
      type: environment === 'test' ? 'DELETED_TEST_API_KEY' : 'DELETED_REMOTE_PRODUCTION_API_KEY',
      description: `Revoked the API key ${key.id}.`,
    });
  });
}
