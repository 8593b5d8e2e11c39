import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { PayrollRunItem } from '../../../hris/snapshot.ts';
import { toDateTime } from './to-date-time.ts';
import { payrollRunKey } from './source-keys.ts';

export interface PayrollDetails {
  id: string;
  payDate: CalendarDate | null;
  remote: unknown;
}

/** The period of a run's paystubs; each end is null where they do not agree. */
export interface PayPeriod {
  start: CalendarDate | null;
  end: CalendarDate | null;
}

/**
 * The source says neither what state a run is in nor of what kind it is: a pay day that has passed does not prove that
 * the money went out, so both stay unknown.
 */
export function toPayrollRunItem(
  payroll: PayrollDetails,
  period: PayPeriod,
  origin: { path: string; keptFields: readonly string[] },
): PayrollRunItem {
  return {
    model: 'payroll_run',
    sourceKey: payrollRunKey(payroll.id),
    remoteId: payroll.id,
    fields: {
      run_state: null,
      run_type: null,
      start_date: toDateTime(period.start),
      end_date: toDateTime(period.end),
      check_date: toDateTime(payroll.payDate),
    },
    enumOrigins: {},
    remoteData: [{ path: origin.path, data: payroll.remote }],
    keptFields: origin.keptFields,
  };
}
