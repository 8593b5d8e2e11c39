import type { Trx } from '../db/transaction.ts';
import { appendEvent } from '../webhooks/outbox.ts';
import { openIssue, type AccountScope } from './issues.ts';
import { findLinkedAccount, toLinkedAccountReference } from './linked-accounts-store.ts';

/**
 * The access is over: nothing is read until the employer links again. Opens the issue and, the first time, tells the
 * partner. An account that is not linked stays as it is.
 */
export async function markRelinkNeeded(
  trx: Trx,
  scope: AccountScope,
  reason: { code: string; description: string },
): Promise<void> {
  const changed = await trx
    .updateTable('linked_accounts')
    .set({ status: 'RELINK_NEEDED', status_detail: reason.code, next_sync_at: null })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .where('status', '=', 'COMPLETE')
    .returning('id')
    .executeTakeFirst();
  if (!changed) return;
  await openIssue(trx, scope, reason);
  const account = (await findLinkedAccount(trx, scope.organizationId, scope.linkedAccountId))!;
  await appendEvent(trx, scope, {
    type: 'linked_account.relink_needed',
    data: { linked_account: toLinkedAccountReference(account), reason: reason.code },
  });
}
