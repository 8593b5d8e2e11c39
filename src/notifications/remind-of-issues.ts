import { sql } from 'kysely';
import { DATA_QUALITY_CODES, type AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { writeNotification } from './write-notification.ts';

const BATCH_ACCOUNTS = 100;

/**
 * Reminds an account's addresses of issues that have been open for 1, 3, 7, 14 and 30 days, and every 30 days from then
 * on: each once, and all that come together in one mail. A daily summary names what is open anyway.
 */
export async function remindOfIssues(deps: { db: Db; clock: Clock }): Promise<void> {
  for (const scope of await findAccountsToRemind(deps)) {
    await inTransaction(deps.db, (trx) => remindAccount(trx, scope, deps.clock.now()));
  }
}

/** SQL: the last of the steps, in days, that the issue `issue` has come to by `now`. */
function stepSql(now: Date) {
  const days = sql`floor(extract(epoch from ${now}::timestamptz - issue.first_incident_time) / 86400)::integer`;
  return sql`
    (case when ${days} >= 30 then ${days} / 30 * 30 when ${days} >= 14 then 14 when ${days} >= 7 then 7
          when ${days} >= 3 then 3 when ${days} >= 1 then 1 else 0 end)`;
}

const IS_OPEN = sql`issue.status = 'ONGOING' and not issue.is_muted`;

/** SQL: the account's mode wants to hear of the issue. */
const isWanted = sql`
  (account.notification_mode = 'changes'
   or (account.notification_mode = 'failures' and not issue.is_source_notice
       and issue.code <> all(${[...DATA_QUALITY_CODES]}::text[])))`;

async function findAccountsToRemind({ db, clock }: { db: Db; clock: Clock }): Promise<AccountScope[]> {
  const { rows } = await sql<AccountScope>`
    select distinct issue.organization_id as "organizationId", issue.linked_account_id as "linkedAccountId"
      from issues issue join linked_accounts account on account.id = issue.linked_account_id
     where ${IS_OPEN} and cardinality(account.notification_addresses) > 0 and ${isWanted}
       and issue.reminded_days < ${stepSql(clock.now())}
     limit ${BATCH_ACCOUNTS}`.execute(db);
  return rows;
}

async function remindAccount(trx: Trx, scope: AccountScope, now: Date): Promise<void> {
  const { rows } = await sql<{ reminded_days: number }>`
    update issues issue set reminded_days = ${stepSql(now)}
      from linked_accounts account
     where account.id = issue.linked_account_id and issue.organization_id = ${scope.organizationId}
       and issue.linked_account_id = ${scope.linkedAccountId} and ${IS_OPEN} and ${isWanted}
       and issue.reminded_days < ${stepSql(now)}
    returning issue.reminded_days`.execute(trx);
  if (rows.length > 0) await writeNotification(trx, scope, { kind: 'reminder', cause: newId(), content: {} });
}
