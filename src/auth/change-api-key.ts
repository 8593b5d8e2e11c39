import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { toApiKeyView, type ApiKeyView } from './api-key-view.ts';
import { assertAnotherAdministers, getApiKeyRow, lockApiKey } from './api-keys-store.ts';
import { assertMayGive } from './may-give.ts';
import type { ApiKeyRole } from './roles.ts';

export interface ApiKeyChange {
  key: { organizationId: string; id: string };
  roles: readonly ApiKeyRole[];
  actor: AuditActor;
  callerRoles: readonly ApiKeyRole[];
}

/**
 * Other roles for a key. Those that it has already are not given anew.
 * @throws AppError not_found, forbidden `role_not_held`, conflict `last_administer_key`
 */
export function changeApiKeyRoles(
  deps: { db: Db; clock: Clock },
  { key, roles, actor, callerRoles }: ApiKeyChange,
): Promise<ApiKeyView> {
  return inTransaction(deps.db, async (trx) => {
    const { roles: former } = await lockApiKey(trx, key);
    assertMayGive(
      callerRoles,
      roles.filter((role) => !former.includes(role)),
    );
    if (former.includes('administer') && !roles.includes('administer'))
      await assertAnotherAdministers(trx, key);
    await trx
      .updateTable('api_keys')
      .set({ roles: [...new Set(roles)] })
      .where('organization_id', '=', key.organizationId)
      .where('id', '=', key.id)
      .execute();
    await appendAuditEvent(trx, {
      organizationId: key.organizationId,
      linkedAccountId: null,
      actor,
      type: 'CHANGED_API_KEY',
      description: `Changed the roles of the API key ${key.id} to ${roles.join(', ')}.`,
    });
    return toApiKeyView(await getApiKeyRow(trx, key), deps.clock.now());
  });
}
