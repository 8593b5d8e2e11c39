import type { AccountScope } from '../accounts/index.ts';
import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { Vault } from '../crypto/vault.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import type { ErasureDeps } from './continue-erasure.ts';
import { erasePeople } from './erase-people.ts';
import { forgetReadings, lockReadings } from './fence-readings.ts';
import { isKnownPerson } from './person-rows.ts';

export interface IgnoreInput {
  employeeId: string;
  /** One of the contract's words. */
  reason: 'GENERAL_CUSTOMER_REQUEST' | 'GDPR' | 'OTHER';
}

/**
 * Empties a person's records for good, with their history and everything that was told of them. No later reading fills them
 * again. Safe to repeat.
 * @throws AppError not_found
 */
export async function ignorePerson(
  deps: ErasureDeps & { vault: Vault },
  scope: AccountScope,
  input: IgnoreInput,
  actor: AuditActor,
): Promise<void> {
  if (!isUuid(input.employeeId)) throw notFound('employee');
  await inTransaction(deps.db, async (trx) => {
    await lockReadings(trx, scope);
    const { employeeId } = input;
    if (!(await isKnownPerson(trx, scope.linkedAccountId, employeeId))) throw notFound('employee');
    const erasure = { employeeIds: [employeeId], because: 'ignored', now: deps.clock.now() } as const;
    if ((await erasePeople(deps, trx, scope, erasure)) === 0)
      return await keepForGood(trx, scope, employeeId);
    await forgetReadings(trx, scope);
    await appendAuditEvent(trx, {
      ...scope,
      actor,
      type: 'IGNORED_RECORD',
      description: `Ignored a person for good; the reason given was ${input.reason}.`,
      records: { model: 'Employee', ids: [input.employeeId] },
    });
  });
}

/** Who was emptied because they had left long ago would be read again if they came back. */
async function keepForGood(trx: Trx, { linkedAccountId }: AccountScope, employeeId: string): Promise<void> {
  await trx
    .updateTable('ignored_people')
    .set({ is_for_good: true })
    .where('linked_account_id', '=', linkedAccountId)
    .where('employee_id', '=', employeeId)
    .execute();
}
