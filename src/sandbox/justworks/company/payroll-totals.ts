import type { Member } from './member.ts';
import type { PayRun } from './payroll-calendar.ts';
import { paystubOf, totalOf } from './payroll-paystubs.ts';

/** The sums of one pay run, in cents. */
export interface PayrollTotals {
  paidMembers: number;
  grossPay: number;
  netPay: number;
  employeeTaxes: number;
  employerTaxes: number;
  /** All that the company pays: pay, reimbursements and its own taxes and benefits. */
  companyDebit: number;
}

/** Sums without keeping a paystub: a company of any size needs the same memory. */
export function payrollTotals(members: readonly Member[], run: PayRun): PayrollTotals {
  const totals = {
    paidMembers: 0,
    grossPay: 0,
    netPay: 0,
    employeeTaxes: 0,
    employerTaxes: 0,
    companyDebit: 0,
  };
  for (const member of members) {
    const paystub = paystubOf(member, run);
    if (!paystub) continue;
    totals.paidMembers += 1;
    totals.grossPay += paystub.grossPay;
    totals.netPay += paystub.netPay;
    totals.employeeTaxes += totalOf(paystub.employeeDeductions, 'tax');
    totals.employerTaxes += totalOf(paystub.employerContributions, 'tax');
    totals.companyDebit += totalOf(paystub.earnings) + totalOf(paystub.employerContributions);
  }
  return totals;
}
