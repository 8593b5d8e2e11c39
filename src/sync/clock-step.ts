import { sql } from 'kysely';
import { toDate } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { calendarDateAt, nextMidnightAfter } from '../lib/calendar-date.ts';
import { wakeDispatcher } from '../webhooks/outbox.ts';
import { applyDay } from './lifecycle.ts';
import { tryLockCalendar } from './lock-calendar.ts';
import type { SyncDeps } from './sync-deps.ts';
import { refreshCurrentEmployments } from './write-records.ts';

const BATCH_ACCOUNTS = 500;

/**
 * Brings to every account what the day brings, whatever becomes of its source: statuses, starts and ends. Any number of
 * workers may do this at once. An account that somebody disconnected stands still; its next run tells what was missed.
 */
export async function stepClocks(deps: Pick<SyncDeps, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = deps.clock.now();
  let after: DueAccount | undefined;
  do {
    const due = await listDueAccounts(deps, now, after);
    for (const account of due) await stepClock(deps, account, now);
    after = due.length === BATCH_ACCOUNTS ? due.at(-1) : undefined;
  } while (after);
}

interface DueAccount {
  id: string;
  next_clock_at: string;
}

async function listDueAccounts(
  { db }: Pick<SyncDeps, 'db'>,
  now: Date,
  after: DueAccount | undefined,
): Promise<DueAccount[]> {
  const { rows } = await sql<DueAccount>`
    select id, next_clock_at from linked_accounts
     where next_clock_at <= ${now} and status in ('COMPLETE', 'RELINK_NEEDED')
       ${after ? sql`and (next_clock_at, id) > (${after.next_clock_at}, ${after.id})` : sql``}
     order by next_clock_at, id limit ${BATCH_ACCOUNTS}`.execute(db);
  return rows;
}

/** One account that fails is tried again with the next tick and keeps no other waiting. */
async function stepClock(deps: Pick<SyncDeps, 'db' | 'log'>, { id }: DueAccount, now: Date): Promise<void> {
  await inTransaction(deps.db, (trx) => bringDay(trx, id, now)).catch((error: unknown) =>
    deps.log.warn({ linked_account_id: id, error }, 'clock_step_failed'),
  );
}

async function bringDay(trx: Trx, linkedAccountId: string, now: Date): Promise<void> {
  if (!(await tryLockCalendar(trx, linkedAccountId))) return;
  const account = await findDueAccount(trx, linkedAccountId, now);
  if (!account) return;
  const { end_user_origin_id, end_user_organization_name, integration } = account;
  const writer = {
    id: null,
    scope: { organizationId: account.organization_id, linkedAccountId },
    account: {
      reference: { id: linkedAccountId, end_user_origin_id, end_user_organization_name, integration },
    },
  };
  const timeZone = account.time_zone;
  const today = calendarDateAt(now, timeZone);
  const linkedOn = account.completed_at && calendarDateAt(toDate(account.completed_at), timeZone);
  const isChanged = await applyDay(trx, writer, { today, timeZone, linkedOn, isFirstSight: false });
  await refreshCurrentEmployments(trx, writer, today);
  if (isChanged) await wakeDispatcher(trx);
  await setNextClock(trx, linkedAccountId, timeZone, now);
}

function findDueAccount(trx: Trx, linkedAccountId: string, now: Date) {
  return trx
    .selectFrom('linked_accounts')
    .select(['organization_id', 'end_user_origin_id', 'end_user_organization_name', 'integration'])
    .select(['time_zone', 'completed_at'])
    .where('id', '=', linkedAccountId)
    .where('next_clock_at', '<=', now.toISOString())
    .executeTakeFirst();
}

/**
 * Waits for nobody: who changes the account's settings may wait for a run that waits for us. Left as it is, the account
 * is due again with the next tick, which finds nothing more to tell.
 */
async function setNextClock(trx: Trx, linkedAccountId: string, timeZone: string, now: Date): Promise<void> {
  await sql`
    update linked_accounts set next_clock_at = ${nextMidnightAfter(now, timeZone)}
     where id in (select id from linked_accounts where id = ${linkedAccountId} and time_zone = ${timeZone}
                     for no key update skip locked)`.execute(trx);
}
