import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import { PAY_GROUPS, payRunsBetween, type PayRun } from '../company/payroll-calendar.ts';

const PAYROLL_ID = /^payroll_(\d{4})(\d{2})(\d{2})_([a-z]+)$/;
const PAYSTUB_ID = /^paystub_(\d{8}_[a-z]+)_(.+)$/;

/** Ids say what they stand for, so that nothing has to be kept; in the order of the pay dates. */
export function payrollIdOf({ payDate, group }: PayRun): string {
  return `payroll_${payDate.replaceAll('-', '')}_${group.toLowerCase()}`;
}

export function paystubIdOf(run: PayRun, publicMemberId: string): string {
  return `${payrollIdOf(run).replace('payroll_', 'paystub_')}_${publicMemberId}`;
}

export function findPayRun(payrollId: string): PayRun | undefined {
  const [, year, month, day, name] = PAYROLL_ID.exec(payrollId) ?? [];
  const group = PAY_GROUPS.find((candidate) => candidate.toLowerCase() === name);
  if (!group || !isDay(`${year}-${month}-${day}`)) return undefined;
  const date = `${year}-${month}-${day}`;
  return payRunsBetween(group, date, date)[0];
}

export function parsePaystubId(paystubId: string): { payrollId: string; memberId: string } | undefined {
  const [, run, memberId] = PAYSTUB_ID.exec(paystubId) ?? [];
  return run && memberId ? { payrollId: `payroll_${run}`, memberId } : undefined;
}

function isDay(date: CalendarDate): boolean {
  try {
    return addDays(date, 0) === date;
  } catch {
    return false;
  }
}
