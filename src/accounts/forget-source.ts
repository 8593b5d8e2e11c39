import type { Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import type { AccountScope } from './issues.ts';

/**
 * What was read of the source is no reason to pass over it: the next reading compares all of it anew, beside what was refused
 * before as well. True: the account can be read at present.
 * @throws AppError not_found
 */
export async function forgetSource(trx: Trx, scope: AccountScope): Promise<boolean> {
  const account = await trx
    .updateTable('linked_accounts')
    .set({ source_hash: null, source_rows_digest: null })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .returning(['status', 'paused_at'])
    .executeTakeFirst();
  if (!account) throw notFound('linked account');
  await trx
    .updateTable('sync_runs')
    .set({ understood_by: null })
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('state', 'in', ['held', 'discarded'])
    .where('superseded_by', 'is', null)
    .execute();
  return account.status === 'COMPLETE' && account.paused_at === null;
}
