import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { notifyFailure } from './notify.ts';

const BATCH_ACCOUNTS = 100;

/**
 * Not only a sync finds out that an account must be linked again: a renewed grant or password may too, far below any
 * notification. Whatever found it, its addresses hear of it, once.
 */
export async function noticeRelinks(deps: { db: Db }): Promise<void> {
  const { rows } = await sql<AccountScope & { code: string }>`
    select account.organization_id as "organizationId", account.id as "linkedAccountId",
           coalesce(account.status_detail, 'relink_needed') as code
      from linked_accounts account
     where account.status = 'RELINK_NEEDED' and cardinality(account.notification_addresses) > 0
       and not exists (select from notifications told
                        where told.linked_account_id = account.id and told.kind = 'failure' and told.ended_at is null
                          and told.content->>'code' = coalesce(account.status_detail, 'relink_needed'))
     limit ${BATCH_ACCOUNTS}`.execute(deps.db);
  for (const { code, ...scope } of rows) {
    await inTransaction(deps.db, (trx) => notifyFailure(trx, scope, { code }));
  }
}
