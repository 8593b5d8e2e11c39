import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { AccountScope } from './issues.ts';

/** What a person said of one row of the source. It holds for as long as the row names its person in the same way. */
export interface IdentityAnswer {
  rowKey: Buffer;
  /** The row is about this record, or about none of these. */
  action: 'same' | 'different';
  recordIds: string[];
}

/** The last word counts; what a row was said not to be about is added to. */
export async function storeAnswer(
  trx: Trx,
  scope: AccountScope,
  answer: IdentityAnswer & { issueId: string; answeredAt: Date },
): Promise<void> {
  const { rowKey, action, recordIds, issueId, answeredAt } = answer;
  await sql`
    insert into identity_answers as known (linked_account_id, row_key, action, record_ids, issue_id, answered_at)
    values (${scope.linkedAccountId}, ${rowKey}, ${action}, ${recordIds}::uuid[], ${issueId}, ${answeredAt})
    on conflict (linked_account_id, row_key) do update
       set action = excluded.action, issue_id = excluded.issue_id, answered_at = excluded.answered_at,
           record_ids = case when known.action = 'different' and excluded.action = 'different'
             then array(select distinct unnest(known.record_ids || excluded.record_ids)) else excluded.record_ids end`.execute(
    trx,
  );
}

export async function listAnswers(db: Db | Trx, linkedAccountId: string): Promise<IdentityAnswer[]> {
  return await db
    .selectFrom('identity_answers')
    .select(['row_key as rowKey', 'action', 'record_ids as recordIds'])
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
}
