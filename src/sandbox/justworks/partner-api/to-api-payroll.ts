import type { PayrollTotals } from '../company/payroll-totals.ts';
import type { PayRun } from '../company/payroll-calendar.ts';
import type { Paystub } from '../company/payroll-paystubs.ts';
import type { PayLine } from '../company/payroll-lines.ts';
import { payrollIdOf, paystubIdOf } from './payroll-ids.ts';

const CURRENCY = 'USD';
const FEE_PER_PAYCHECK = 2_450;

export function toApiPayroll(run: PayRun, totals: PayrollTotals) {
  return {
    id: payrollIdOf(run),
    company_debit: totals.companyDebit,
    employee_taxes: totals.employeeTaxes,
    employer_taxes: totals.employerTaxes,
    gross_pay: totals.grossPay,
    net_pay: totals.netPay,
    currency: CURRENCY,
    debit_date: run.debitDate,
    pay_date: run.payDate,
    payment_method: 'direct_deposit',
  };
}

/** The line of a payroll's list. */
export function toPaystubSummary(paystub: Paystub, publicMemberId: string) {
  const { run, grossPay, netPay } = paystub;
  return {
    paystub_id: paystubIdOf(run, publicMemberId),
    member_id: publicMemberId,
    gross_pay: grossPay,
    net_pay: netPay,
    currency: CURRENCY,
    pay_date: run.payDate,
    pay_group: run.group,
    pay_period_start: run.periodStart,
    pay_period_end: run.periodEnd,
  };
}

export function toApiPaystub(paystub: Paystub, publicMemberId: string) {
  return {
    ...toPaystubSummary(paystub, publicMemberId),
    earnings: paystub.earnings.map(toLine),
    employee_deductions: paystub.employeeDeductions.map(toLine),
    employer_contributions: paystub.employerContributions.map(toLine),
  };
}

export function toFee(paystub: Paystub, publicMemberId: string) {
  return {
    member_id: publicMemberId,
    reference_id: paystubIdOf(paystub.run, publicMemberId),
    reference_type: 'paystub',
    name: 'Service fee',
    type: 'service_fee',
    amount: FEE_PER_PAYCHECK,
    currency: CURRENCY,
  };
}

function toLine({ name, type, category, amount }: PayLine) {
  return { name, type, category, amount, currency: CURRENCY };
}
