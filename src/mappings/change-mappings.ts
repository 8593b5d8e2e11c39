import { appendAuditEvent, type AuditActor, type AuditEventType } from '../audit/index.ts';
import { requestSync, type AccountScope } from '../accounts/index.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { forgetReadState, lockMappingsOfAccount } from './field-mappings-store.ts';

type MappingEvent = AuditEventType & `${string}_LINKED_ACCOUNT_FIELD_MAPPING`;

/**
 * Changes the account's mappings in one transaction with all that follows: its records are computed anew by a sync that reads
 * everything, and the audit trail tells who did it.
 * @throws AppError not_found
 */
export async function changeMappings<T>(
  deps: { db: Db },
  scope: AccountScope,
  { actor, type }: { actor: AuditActor; type: MappingEvent },
  change: (trx: Trx) => Promise<{ result: T; description: string }>,
): Promise<T> {
  return await inTransaction(deps.db, async (trx) => {
    const isReadable = await lockMappingsOfAccount(trx, scope);
    if (isReadable === undefined) throw notFound('linked account');
    const { result, description } = await change(trx);
    await forgetReadState(trx, scope);
    await appendAuditEvent(trx, { ...scope, actor, type, description });
    if (isReadable) await requestSync(trx, scope, 'request');
    return result;
  });
}
