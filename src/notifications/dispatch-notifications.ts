import { sql } from 'kysely';
import type { NotificationSettings } from '../config/config.ts';
import type { NotificationKind } from '../db/schema/notifications.ts';
import type { NotificationMode } from '../db/schema/accounts.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import type { Logger } from '../lib/logger.ts';
import type { Mailer } from '../lib/mailer.ts';
import { noticeRelinks } from './notice-relinks.ts';
import { chooseRecipients, isForDigest } from './recipients.ts';
import { remindOfIssues } from './remind-of-issues.ts';
import { sweepNotifications } from './sweep-notifications.ts';
import { writeDueDigests } from './write-due-digests.ts';

const BATCH_SIZE = 100;

interface DispatchDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  mailer: Mailer;
  config: { notifications: NotificationSettings };
}

/**
 * Makes a mail for each address that wants to know: of what was announced, of what the day came to, and of issues that
 * stay open. Sends nothing. Any number may run at once: what another one holds is skipped, and is dispatched by it.
 */
export async function dispatchNotifications(deps: DispatchDeps): Promise<void> {
  // What happened before the hour of the daily summary belongs to it.
  await noticeRelinks(deps);
  await dispatchAll(deps);
  await writeDueDigests(deps);
  await remindOfIssues(deps);
  await dispatchAll(deps);
  await sweepNotifications(deps);
}

async function dispatchAll(deps: DispatchDeps): Promise<void> {
  let dispatched: number;
  do dispatched = await inTransaction(deps.db, (trx) => dispatchBatch(deps, trx));
  while (dispatched === BATCH_SIZE);
}

interface Undispatched {
  id: string;
  organization_id: string;
  linked_account_id: string | null;
  kind: NotificationKind;
  /** Of the account or, where it is about none, of the organization. */
  notification_addresses: string[];
  /** Null: it is about no account. */
  notification_mode: NotificationMode | null;
}

async function dispatchBatch(deps: DispatchDeps, trx: Trx): Promise<number> {
  const undispatched = await lockUndispatched(trx);
  for (const notification of undispatched) await dispatch(deps, trx, notification);
  return undispatched.length;
}

/** Of every organization: the one place that works for all of them. Each row names its own. */
async function lockUndispatched(trx: Trx): Promise<Undispatched[]> {
  const { rows } = await sql<Undispatched>`
    select one.id, one.organization_id, one.linked_account_id, one.kind,
           coalesce(account.notification_addresses, organization.notification_addresses) as notification_addresses,
           account.notification_mode
      from notifications one join organizations organization on organization.id = one.organization_id
      left join linked_accounts account on account.id = one.linked_account_id
     where one.dispatched_at is null
     order by one.id limit ${BATCH_SIZE} for update of one skip locked`.execute(trx);
  return rows;
}

async function dispatch(deps: DispatchDeps, trx: Trx, notification: Undispatched): Promise<void> {
  const { id, organization_id, linked_account_id, kind } = notification;
  const recipients = chooseRecipients(kind, {
    mode: notification.notification_mode,
    addresses: notification.notification_addresses,
    operators: deps.config.notifications.operatorAddresses,
  });
  if (recipients.length > 0 && deps.mailer.isConfigured === false) {
    deps.log.warn({ notification_id: id, linked_account_id, kind }, 'notification_not_mailed');
  } else if (recipients.length > 0) {
    const mails = recipients.map((address) => ({
      id: newId(),
      notification_id: id,
      organization_id,
      linked_account_id,
      address,
      next_attempt_at: deps.clock.now(),
    }));
    await trx.insertInto('notification_mails').values(mails).execute();
  }
  await trx
    .updateTable('notifications')
    .set({ dispatched_at: sql`now()`, is_digest_due: isForDigest(kind, notification.notification_mode) })
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .execute();
}
