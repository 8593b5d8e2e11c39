import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { NotificationContent, NotificationKind } from '../db/schema/notifications.ts';
import { inTransaction } from '../db/transaction.ts';

/** A mail that is ours until the lease ends. `leaseToken` fences what we write about it. */
export interface ClaimedMail {
  id: string;
  organizationId: string;
  linkedAccountId: string;
  address: string;
  attemptCount: number;
  leaseToken: number;
  kind: NotificationKind;
  content: NotificationContent;
  integration: string;
  originId: string;
  employer: string | null;
}

/**
 * Of every organization: the one place that works for all of them. Each row names its own.
 * @param limits.now business time; leases go by the database's clock
 */
export function claimDueMails(
  db: Db,
  limits: { now: Date; limit: number; leaseSeconds: number },
): Promise<ClaimedMail[]> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<ClaimedMail>`
      with due as (
        select id from notification_mails
         where state = 'pending' and next_attempt_at <= ${limits.now} and (lease_until is null or lease_until < now())
         order by next_attempt_at, id limit ${limits.limit} for update skip locked)
      update notification_mails mail
         set lease_token = mail.lease_token + 1,
             lease_until = now() + make_interval(secs => ${limits.leaseSeconds}::double precision)
        from due, notifications one, linked_accounts account
       where mail.id = due.id and one.id = mail.notification_id and account.id = mail.linked_account_id
      returning mail.id, mail.organization_id as "organizationId", mail.linked_account_id as "linkedAccountId",
                mail.address, mail.attempt_count as "attemptCount", mail.lease_token as "leaseToken", one.kind,
                one.content, account.integration, account.end_user_origin_id as "originId",
                account.end_user_organization_name as employer`.execute(trx);
    return rows;
  });
}
