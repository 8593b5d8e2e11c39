import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { NotificationContent, NotificationKind } from '../db/schema/notifications.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { mergeChanges } from './merge-changes.ts';
import { writeNotification } from './write-notification.ts';

/** In the account's time zone. */
const DIGEST_HOUR = 8;
const BATCH_ACCOUNTS = 100;

/**
 * Writes the summary of every account whose day has come to its hour, where something happened since the last one or
 * issues are open. One per account and day, also where the hour comes twice or the clocks are moved over it.
 */
export async function writeDueDigests(deps: { db: Db; clock: Clock }): Promise<void> {
  let written: number;
  do written = await inTransaction(deps.db, (trx) => writeBatch(trx, deps.clock.now()));
  while (written === BATCH_ACCOUNTS);
}

interface DueAccount {
  scope: AccountScope;
  /** The day that is done now; null: the account has no summaries any more. */
  day: string | null;
  /** It has just been asked for: the first one comes with the next hour. */
  isNew: boolean;
}

async function writeBatch(trx: Trx, now: Date): Promise<number> {
  const accounts = await lockDueAccounts(trx, now);
  for (const { scope, day, isNew } of accounts) {
    if (!isNew) await writeDigest(trx, scope, day);
    await trx
      .updateTable('linked_accounts')
      .set({ last_digest_on: day })
      .where('organization_id', '=', scope.organizationId)
      .where('id', '=', scope.linkedAccountId)
      .execute();
  }
  return accounts.length;
}

/** The last day that had its hour, by the account's own calendar. What another worker is just dispatching belongs to it. */
async function lockDueAccounts(trx: Trx, now: Date): Promise<DueAccount[]> {
  const localHour = sql`(${now}::timestamptz at time zone time_zone - make_interval(hours => ${DIGEST_HOUR}))`;
  const { rows } = await sql<{ id: string; organization_id: string; day: string | null; is_new: boolean }>`
    select id, organization_id, last_digest_on is null as is_new,
           case when notification_mode = 'daily' then ${localHour}::date end as day
      from linked_accounts
     where (notification_mode = 'daily' or last_digest_on is not null)
       and (notification_mode <> 'daily' or last_digest_on is null or last_digest_on < ${localHour}::date)
       and not exists (select from notifications one
                        where one.linked_account_id = linked_accounts.id and one.dispatched_at is null)
     order by id limit ${BATCH_ACCOUNTS} for no key update skip locked`.execute(trx);
  return rows.map(({ id, organization_id, day, is_new }) => ({
    scope: { organizationId: organization_id, linkedAccountId: id },
    day,
    isNew: is_new,
  }));
}

async function writeDigest(trx: Trx, scope: AccountScope, day: string | null): Promise<void> {
  const noted = await takeNoted(trx, scope);
  // Without daily summaries, what waits for one is told once more and that is all; open issues have their own reminders.
  if (day === null && noted.length === 0) return;
  const count = (kind: NotificationKind) => noted.filter((one) => one.kind === kind).length;
  const content = {
    changes: mergeChanges(noted.flatMap(({ content: { changes } }) => changes ?? [])),
    runs: { changed: count('run_changed'), held: count('run_held'), failed: count('failure') },
  };
  const isWorthwhile = (issueCount: number) => noted.length > 0 || issueCount > 0;
  await writeNotification(
    trx,
    scope,
    { kind: 'digest', cause: day ?? noted.at(-1)!.id, content },
    isWorthwhile,
  );
}

async function takeNoted(
  trx: Trx,
  scope: AccountScope,
): Promise<{ id: string; kind: NotificationKind; content: NotificationContent }[]> {
  return await trx
    .updateTable('notifications')
    .set({ is_digest_due: false })
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('is_digest_due', '=', true)
    .returning(['id', 'kind', 'content'])
    .execute();
}
