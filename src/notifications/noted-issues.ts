import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { NotedIssue } from '../db/schema/notifications.ts';
import type { Trx } from '../db/transaction.ts';

/** What is open and not muted, oldest first, as a mail may repeat it. */
export async function listNotedIssues(trx: Trx, scope: AccountScope): Promise<NotedIssue[]> {
  return await trx
    .selectFrom('issues')
    .select([
      'code',
      // Of an issue that asks something it is a hash, which tells a reader nothing.
      sql<string>`case when question is null then subject else '' end`.as('subject'),
      'error_description as description',
      sql<string>`(first_incident_time at time zone 'UTC')::date::text`.as('since'),
    ])
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('status', '=', 'ONGOING')
    .where('is_muted', '=', false)
    .orderBy('first_incident_time')
    .orderBy('id')
    .execute();
}
