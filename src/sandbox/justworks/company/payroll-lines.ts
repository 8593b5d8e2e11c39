import type { Member } from './member.ts';
import type { PayRun } from './payroll-calendar.ts';
import { isChosen, stableNumber } from './stable-number.ts';

/** One line of a paystub; the amount in cents. */
export interface PayLine {
  name: string;
  type: string;
  category: string;
  amount: number;
}

const STATES_WITHOUT_INCOME_TAX = ['AK', 'FL', 'NV', 'SD', 'TN', 'TX', 'WA', 'WY'];
/** From this gross pay on a paycheck bears the premium. */
const MEDICAL_FROM = 60_000;
const MEDICAL_EMPLOYEE = 8_500;
const MEDICAL_EMPLOYER = 24_000;

/** What is kept back from the pay of a W-2 employee: benefits first, then taxes on the rest. */
export function deductionLines(member: Member, grossPay: number): PayLine[] {
  const benefits = [
    ...(hasMedical(member, grossPay) ? [benefit('Medical', 'medical', MEDICAL_EMPLOYEE)] : []),
    ...(savesForRetirement(member) ? [benefit('401(k)', 'retirement', percent(grossPay, 4))] : []),
  ];
  const taxable = benefits.reduce((rest, line) => rest - line.amount, grossPay);
  return [
    tax('Federal Income Tax', 'federal_income_tax', percent(taxable, 12)),
    tax('Social Security', 'social_security', percent(grossPay, 6.2)),
    tax('Medicare', 'medicare', percent(grossPay, 1.45)),
    ...stateTax(member.state, taxable),
    ...benefits,
  ];
}

/** What the employer pays on top of the pay of a W-2 employee. */
export function contributionLines(member: Member, run: PayRun, grossPay: number): PayLine[] {
  const isFirstQuarter = run.payDate.slice(5) < '04-01';
  return [
    tax('Social Security', 'social_security', percent(grossPay, 6.2)),
    tax('Medicare', 'medicare', percent(grossPay, 1.45)),
    ...(isFirstQuarter ? [tax('Federal Unemployment', 'federal_unemployment', percent(grossPay, 0.6))] : []),
    ...(hasMedical(member, grossPay) ? [benefit('Medical', 'medical', MEDICAL_EMPLOYER)] : []),
    ...(savesForRetirement(member) ? [benefit('401(k) match', 'retirement', percent(grossPay, 2))] : []),
  ];
}

/** Now and then an expense is paid back with the pay. */
export function reimbursementLines(member: Member, run: PayRun): PayLine[] {
  const key = `${member.id}/${run.payDate}/reimbursement`;
  if (!isChosen(key, 13)) return [];
  const amount = 2_500 + (stableNumber(`${key}/amount`) % 15_000);
  return [{ name: 'Expense Reimbursement', type: 'reimbursement', category: 'reimbursement', amount }];
}

function stateTax(state: string | null, taxable: number): PayLine[] {
  if (state === null || STATES_WITHOUT_INCOME_TAX.includes(state)) return [];
  return [tax(`${state} Income Tax`, 'state_income_tax', percent(taxable, 5))];
}

function hasMedical(member: Member, grossPay: number): boolean {
  return grossPay >= MEDICAL_FROM && !isChosen(`${member.id}/medical`, 4);
}

function savesForRetirement(member: Member): boolean {
  return isChosen(`${member.id}/retirement`, 3);
}

function tax(name: string, type: string, amount: number): PayLine {
  return { name, type, category: 'tax', amount };
}

function benefit(name: string, type: string, amount: number): PayLine {
  return { name, type, category: 'benefit', amount };
}

export function percent(amount: number, rate: number): number {
  return Math.round((amount * rate) / 100);
}
