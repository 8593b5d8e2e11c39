import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { fromDayNumber, toDayNumber, weekdayOf } from './day-number.ts';
import { businessDayOnOrBefore } from './payroll-holidays.ts';

/** Pay groups are named by their frequency; contractors have none and are paid apart, on the semimonthly days. */
export const PAY_GROUPS = ['Weekly', 'Biweekly', 'Semimonthly', 'Contractors'] as const;
export type PayGroup = (typeof PAY_GROUPS)[number];

/** One pay day of one group. */
export interface PayRun {
  group: PayGroup;
  payDate: CalendarDate;
  /** Two business days before. */
  debitDate: CalendarDate;
  periodStart: CalendarDate;
  periodEnd: CalendarDate;
}

const FRIDAY = 4;
/** A pay day of the alternate Fridays. */
const BIWEEKLY_ANCHOR = toDayNumber('2026-01-02');
/** The longest way from a nominal pay day back to a business day, with room to spare. */
const MOVED_AT_MOST = 6;

/** The runs of a group with a pay date from `from` to `to`, oldest first. */
export function payRunsBetween(group: PayGroup, from: CalendarDate, to: CalendarDate): PayRun[] {
  const last = toDayNumber(to) + MOVED_AT_MOST;
  const runs: PayRun[] = [];
  for (let day = toDayNumber(from); day <= last; day += 1) {
    const period = periodPaidOn(group, day);
    if (!period) continue;
    const run = toRun(group, day, period);
    if (run.payDate >= from && run.payDate <= to) runs.push(run);
  }
  return runs;
}

type Period = readonly [first: number, last: number];

function toRun(group: PayGroup, nominal: number, [first, last]: Period): PayRun {
  const payDay = businessDayOnOrBefore(nominal);
  const debitDay = businessDayOnOrBefore(businessDayOnOrBefore(payDay - 1) - 1);
  return {
    group,
    payDate: fromDayNumber(payDay),
    debitDate: fromDayNumber(debitDay),
    periodStart: fromDayNumber(first),
    periodEnd: fromDayNumber(last),
  };
}

/** The period that is paid on this nominal pay day; undefined on all other days. */
function periodPaidOn(group: PayGroup, day: number): Period | undefined {
  return group === 'Weekly' || group === 'Biweekly' ? weeksPaidOn(group, day) : halfMonthPaidOn(day);
}

/** Weeks go from Sunday to Saturday and are paid on the Friday after. */
function weeksPaidOn(group: 'Weekly' | 'Biweekly', day: number): Period | undefined {
  if (weekdayOf(day) !== FRIDAY) return undefined;
  if (group === 'Biweekly' && (day - BIWEEKLY_ANCHOR) % 14 !== 0) return undefined;
  const last = day - 6;
  return [last - (group === 'Weekly' ? 6 : 13), last];
}

function halfMonthPaidOn(day: number): Period | undefined {
  const dayOfMonth = Number(fromDayNumber(day).slice(8));
  if (dayOfMonth === 15) return [day - 14, day];
  const isLastOfMonth = fromDayNumber(day + 1).endsWith('-01');
  return isLastOfMonth ? [day - dayOfMonth + 16, day] : undefined;
}
