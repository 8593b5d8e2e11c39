import { sql } from 'kysely';
import { openIssue, resolveIssues } from '../accounts/index.ts';
import { openOrganizationIssue, resolveOrganizationIssue } from '../accounts/organization-issues.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import type { ClaimedMail } from './claim-mails.ts';
import { nextMailAttemptAt, type MailFailure } from './mail-retries.ts';

type MailEnd = 'sent' | 'given_up' | 'pending' | 'taken_over';

/**
 * Keeps how the try ended: sent, to be tried again, or given up, which opens an issue. Nothing where
 * another worker has taken the mail over.
 * @param failure null: the relay took it
 */
export async function recordMail(
  deps: { db: Db; clock: Clock },
  mail: ClaimedMail,
  failure: MailFailure | null,
): Promise<MailEnd> {
  const next =
    failure && !failure.isPermanent ? nextMailAttemptAt(mail.attemptCount + 1, deps.clock.now()) : null;
  const state = failure === null ? 'sent' : next === null ? 'given_up' : 'pending';
  return await inTransaction(deps.db, async (trx) => {
    await lockNotification(trx, mail);
    const recorded = await trx
      .updateTable('notification_mails')
      .set({
        state,
        attempt_count: mail.attemptCount + 1,
        next_attempt_at: next,
        lease_until: null,
        failure: failure?.code ?? null,
        finished_at: state === 'pending' ? null : sql`now()`,
      })
      .where('organization_id', '=', mail.organizationId)
      .where('id', '=', mail.id)
      .where('lease_token', '=', mail.leaseToken)
      .where('state', '=', 'pending')
      .returning('id')
      .executeTakeFirst();
    if (!recorded) return 'taken_over';
    if (state === 'given_up') await openUndeliverable(trx, mail, failure!);
    if (state === 'sent') await closeUndeliverable(trx, mail);
    return state;
  });
}

/** Mails of one notification end one after another: the end of each looks at the others'. */
async function lockNotification(trx: Trx, mail: ClaimedMail): Promise<void> {
  await trx
    .selectFrom('notifications')
    .select('id')
    .where('organization_id', '=', mail.organizationId)
    .where('id', '=', mail.notificationId)
    .forNoKeyUpdate()
    .execute();
}

const CODE = 'notification_undeliverable';

/** The address itself is not named: whoever may see it finds it in the settings. */
async function openUndeliverable(trx: Trx, mail: ClaimedMail, failure: MailFailure): Promise<void> {
  const { organizationId, account } = mail;
  const details = [failure.code];
  if (account === null) {
    await openOrganizationIssue(trx, organizationId, {
      code: CODE,
      subject: '',
      description:
        "Mail to one of the organization's notification addresses, or of this deployment's operators, was given up. Check " +
        'notification_addresses; PATCH /api/v1/organization changes them.',
      details,
    });
    return;
  }
  await openIssue(trx, toScope(organizationId, account), {
    code: CODE,
    description:
      "Mail to one of the account's notification addresses, or of this deployment's operators, was given up. Check " +
      'notification_addresses; PATCH /api/v1/linked-accounts/{id} changes them.',
    details,
  });
}

const toScope = (organizationId: string, { linkedAccountId }: NonNullable<ClaimedMail['account']>) => ({
  organizationId,
  linkedAccountId,
});

/** Over when the last mail to each address that is still written to went out. */
async function closeUndeliverable(trx: Trx, { organizationId, account }: ClaimedMail): Promise<void> {
  const addresses = account
    ? sql`select unnest(notification_addresses) from linked_accounts where id = ${account.linkedAccountId}`
    : sql`select unnest(notification_addresses) from organizations where id = ${organizationId}`;
  const { rows } = await sql`
    select from (select distinct on (address) address, state from notification_mails
                  where organization_id = ${organizationId}
                    and linked_account_id is not distinct from ${account?.linkedAccountId ?? null}::uuid
                    and finished_at is not null
                  order by address, finished_at desc) last
     where last.state = 'given_up' and last.address in (${addresses})`.execute(trx);
  if (rows.length > 0) return;
  if (account) await resolveIssues(trx, toScope(organizationId, account), CODE);
  else await resolveOrganizationIssue(trx, organizationId, { code: CODE, subject: '' });
}
