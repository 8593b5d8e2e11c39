import { openIssue, type NewIssue } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';

/** Opens an issue about mail; the account's organization comes out of its row, because a job names the account alone. */
export async function openMailIssue(trx: Trx, linkedAccountId: string, issue: NewIssue): Promise<void> {
  const account = await trx
    .selectFrom('linked_accounts')
    .select('organization_id')
    .where('id', '=', linkedAccountId)
    .executeTakeFirstOrThrow();
  await openIssue(trx, { organizationId: account.organization_id, linkedAccountId }, issue);
}
