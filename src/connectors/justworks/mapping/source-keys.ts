import { remember } from '../../../hris/normalize/remember.ts';
import { foldName } from '../../../hris/normalize/text.ts';

/** One snapshot is one company's. */
export const COMPANY_KEY = 'company';

/** People name their department and office, not its id, so the name is what holds them together. */
export const departmentKey = remember((name): string => `department:${foldName(name)}`);
export const officeKey = remember((name): string => `office:${foldName(name)}`);
export const payGroupKey = remember((name): string => `pay_group:${foldName(name)}`);

export const payrollRunKey = (id: string): string => `payroll_run:${id}`;
export const paystubKey = (id: string): string => `paystub:${id}`;
export const timeOffKey = (id: string): string => `time_off:${id}`;

export function timeOffBalanceKey(memberId: string, policyId: string | null): string {
  return `balance:${memberId}:${policyId ?? ''}`;
}
