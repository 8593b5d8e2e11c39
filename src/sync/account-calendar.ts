import { toDate } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { calendarDateAt, type CalendarDate } from '../lib/calendar-date.ts';
import type { SyncRun } from './sync-run.ts';

/** The calendar of one account on one day. */
export interface AccountCalendar {
  today: CalendarDate;
  timeZone: string;
  /** The day the account was linked; null: it never was. */
  linkedOn: CalendarDate | null;
  /** People first seen now were there before: by the first sync, or by another connection method. */
  isFirstSight: boolean;
}

/** As the run's worker has it. */
export async function readCalendar(trx: Trx, run: SyncRun, now: Date): Promise<AccountCalendar> {
  const { completed_at } = await trx
    .selectFrom('linked_accounts')
    .select('completed_at')
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .executeTakeFirstOrThrow();
  const { timeZone, appliedMethod, method } = run.account;
  return {
    today: calendarDateAt(now, timeZone),
    timeZone,
    linkedOn: completed_at === null ? null : calendarDateAt(toDate(completed_at), timeZone),
    isFirstSight: run.isInitial || appliedMethod !== method,
  };
}
