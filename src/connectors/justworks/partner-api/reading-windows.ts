import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import type { CoveredWindow } from '../../../hris/snapshot.ts';
import type { ApiDescription } from './api-schema.ts';

interface Days {
  from: CalendarDate;
  to: CalendarDate;
}

/** No request for time off is taken to be longer. */
const LONGEST_TIME_OFF_DAYS = 90;

export function payrollWindow({ windows }: ApiDescription, today: CalendarDate): Days {
  return { from: addDays(today, -windows.payrollDaysBack), to: addDays(today, windows.payrollDaysAhead) };
}

export function timeOffWindow({ windows }: ApiDescription, today: CalendarDate): Days {
  return { from: addDays(today, -windows.timeOffDaysBack), to: addDays(today, windows.timeOffDaysAhead) };
}

/**
 * The days of which a reading can say what is gone. Whether the source gives requests that reach beyond the end of the
 * window is not known, so those that begin shortly before it are not spoken for.
 */
export function coveredWindowsOf(description: ApiDescription, today: CalendarDate): CoveredWindow[] {
  const payroll = payrollWindow(description, today);
  const timeOff = timeOffWindow(description, today);
  return [
    { model: 'payroll_run', ...payroll },
    { model: 'employee_payroll_run', ...payroll },
    { model: 'time_off', from: timeOff.from, to: addDays(timeOff.to, -LONGEST_TIME_OFF_DAYS) },
  ];
}
