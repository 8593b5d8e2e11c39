import type { AuditActor } from '../audit/index.ts';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { changeMappings } from './change-mappings.ts';
import { describe } from './create-field-mapping.ts';
import { deleteMapping, selectMapping, type StoredMapping } from './field-mappings-store.ts';
import { resolveFailure } from './report-failed-mappings.ts';

/** The target's value leaves the records with the next sync. @throws AppError not_found */
export async function deleteFieldMapping(
  deps: { db: Db },
  scope: AccountScope,
  id: string,
  actor: AuditActor,
): Promise<StoredMapping> {
  const event = { actor, type: 'DELETED_LINKED_ACCOUNT_FIELD_MAPPING' } as const;
  return await changeMappings(deps, scope, event, async (trx) => {
    const mapping = await selectMapping(trx, scope, id);
    if (!mapping) throw notFound('field mapping');
    await deleteMapping(trx, scope, mapping);
    await resolveFailure(trx, scope, id);
    return { result: mapping, description: describe(mapping) };
  });
}
