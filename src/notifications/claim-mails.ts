import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type {
  AccountNotificationKind,
  NotificationContent,
  NotificationKind,
} from '../db/schema/notifications.ts';
import { inTransaction } from '../db/transaction.ts';

/** A mail that is ours until the lease ends. `leaseToken` fences what we write about it. */
export interface ClaimedMail {
  id: string;
  notificationId: string;
  organizationId: string;
  address: string;
  attemptCount: number;
  leaseToken: number;
  content: NotificationContent;
  /** Null: it is about the organization. */
  account: MailedAccount | null;
}

/** What a mail about a linked account is about. */
interface MailedAccount {
  kind: AccountNotificationKind;
  linkedAccountId: string;
  integration: string;
  originId: string;
  employer: string | null;
}

interface MailRow extends Omit<ClaimedMail, 'account'> {
  kind: NotificationKind;
  linkedAccountId: string | null;
  integration: string | null;
  originId: string | null;
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
    const { rows } = await sql<MailRow>`
      with due as (
        select id from notification_mails
         where state = 'pending' and next_attempt_at <= ${limits.now} and (lease_until is null or lease_until < now())
         order by next_attempt_at, id limit ${limits.limit} for update skip locked)
      update notification_mails mail
         set lease_token = mail.lease_token + 1,
             lease_until = now() + make_interval(secs => ${limits.leaseSeconds}::double precision)
        from due join notification_mails claimed on claimed.id = due.id
             join notifications one on one.id = claimed.notification_id
             left join linked_accounts account on account.id = claimed.linked_account_id
       where mail.id = due.id
      returning mail.id, mail.notification_id as "notificationId", mail.organization_id as "organizationId", mail.linked_account_id as "linkedAccountId",
                mail.address, mail.attempt_count as "attemptCount", mail.lease_token as "leaseToken", one.kind,
                one.content, account.integration, account.end_user_origin_id as "originId",
                account.end_user_organization_name as employer`.execute(trx);
    return rows.map(toMail);
  });
}

function toMail({ kind, linkedAccountId, integration, originId, employer, ...mail }: MailRow): ClaimedMail {
  const isOfAccount = kind !== 'endpoint_disabled' && linkedAccountId !== null;
  const account = isOfAccount
    ? { kind, linkedAccountId, integration: integration!, originId: originId!, employer }
    : null;
  return { ...mail, account };
}
