import { expect, it } from 'vitest';
import type { PaystubDetails } from '../partner-api/paystub-details.ts';
import { toEmployeePayrollRunItem } from './to-employee-payroll-run.ts';
import { createWordTally } from './word-tally.ts';

const line = (name: string | null, type: string, category: string, amount: number, currency = 'USD') => {
  return { name, type, category, amount, currency };
};

function map(lines: Partial<NonNullable<PaystubDetails['lines']>>, taxWords = ['tax']) {
  const tally = createWordTally();
  const paystub: PaystubDetails = {
    id: 's1',
    memberId: 'm1',
    payrollId: 'p1',
    grossPay: 10_000,
    netPay: 9_000,
    currency: 'JPY',
    payGroup: null,
    payDate: null,
    periodStart: null,
    periodEnd: null,
    lines: { earnings: [], employeeDeductions: [], employerContributions: [], ...lines },
    remote: {},
  };
  const { fields } = toEmployeePayrollRunItem(paystub, { path: '/v1', tally, taxWords });
  return { fields, words: tally.list() };
}

it('has empty lines where the source has none', () => {
  expect(map({}).fields).toMatchObject({
    gross_pay: 10_000,
    check_date: null,
    earnings: [],
    deductions: [],
    taxes: [],
  });
});

it('does not join deductions whose names leave a doubt', () => {
  const { fields } = map({
    employeeDeductions: [
      line('Medical', 'm', 'benefit', 100),
      line('Medical', 'm', 'benefit', 200),
      line(null, 'x', 'benefit', 300),
    ],
    employerContributions: [line('medical', 'm', 'benefit', 400), line(null, 'x', 'benefit', 500)],
  });
  expect(fields.deductions).toEqual([
    { name: 'Medical', employee_deduction: 1, company_deduction: null },
    { name: 'Medical', employee_deduction: 2, company_deduction: null },
    { name: null, employee_deduction: 3, company_deduction: null },
    { name: 'medical', employee_deduction: null, company_deduction: 4 },
    { name: null, employee_deduction: null, company_deduction: 5 },
  ]);
});

it('takes for a tax what the description calls so', () => {
  const lines = { employeeDeductions: [line('SDI', 'sdi', 'withholding', 100)] };
  expect(map(lines).fields.taxes).toEqual([]);
  expect(map(lines, ['withholding']).fields).toMatchObject({
    taxes: [{ name: 'SDI', amount: 1, employer_tax: false }],
    deductions: [],
  });
});

it('keeps words for earnings that are not ours, and reports new ones', () => {
  const earnings = ['hourly', 'bonus', 'Tips'].map((type) => line(type, type, 'regular', 100));
  const { fields, words } = map({ earnings });
  expect(fields.earnings!.map(({ type }) => type)).toEqual(['hourly', 'BONUS', 'Tips']);
  expect(words).toEqual([{ field: 'earning_type', shape: 'Aaaa', count: 1 }]);
});
