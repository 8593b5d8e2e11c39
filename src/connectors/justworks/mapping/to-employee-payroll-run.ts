import type { EmployeePayrollRunFields } from '../../../hris/model/employee-payroll-run.ts';
import { foldWord } from '../../../hris/normalize/text.ts';
import type { EmployeePayrollRunItem } from '../../../hris/snapshot.ts';
import type { PayLineDetails, PaystubDetails } from '../partner-api/paystub-details.ts';
import { toDateTime } from './to-date-time.ts';
import { toEarningType } from './enums-of-api.ts';
import { toSignalsOfMemberId } from './from-member.ts';
import { payrollRunKey, paystubKey } from './source-keys.ts';
import type { WordTally } from './word-tally.ts';
import { toMajorUnits } from './zero-decimal.ts';

type Lines = Pick<EmployeePayrollRunFields, 'earnings' | 'deductions' | 'taxes'>;

export interface PaystubMapping {
  path: string;
  tally: WordTally;
  /** Words for what is a tax among the deductions. */
  taxWords: readonly string[];
}

const NO_LINES: Lines = { earnings: null, deductions: null, taxes: null };

/** A paystub; one whose lines were not read keeps those that are known. */
export function toEmployeePayrollRunItem(
  paystub: PaystubDetails,
  mapping: PaystubMapping,
): EmployeePayrollRunItem {
  const { currency } = paystub;
  return {
    model: 'employee_payroll_run',
    sourceKey: paystubKey(paystub.id),
    remoteId: paystub.id,
    person: toSignalsOfMemberId(paystub.memberId),
    fields: {
      gross_pay: toMajorUnits(paystub.grossPay, currency),
      net_pay: toMajorUnits(paystub.netPay, currency),
      start_date: toDateTime(paystub.periodStart),
      end_date: toDateTime(paystub.periodEnd),
      check_date: toDateTime(paystub.payDate),
      ...(paystub.lines === null ? NO_LINES : toLines(paystub.lines, mapping)),
    },
    refs: { payrollRun: payrollRunKey(paystub.payrollId) },
    enumOrigins: {},
    remoteData: [{ path: mapping.path, data: paystub.remote }],
    ...(paystub.lines === null ? { keptFields: Object.keys(NO_LINES) } : {}),
  };
}

function toLines(lines: NonNullable<PaystubDetails['lines']>, { tally, taxWords }: PaystubMapping): Lines {
  const isTax = ({ category }: PayLineDetails) => category !== null && taxWords.includes(category);
  const taxesOf = (from: PayLineDetails[], isEmployers: boolean) =>
    from
      .filter(isTax)
      .map((line) => ({ name: line.name, amount: amountOf(line), employer_tax: isEmployers }));
  return {
    earnings: lines.earnings.map((line) => toEarning(line, tally)),
    deductions: toDeductions(
      lines.employeeDeductions.filter((line) => !isTax(line)),
      lines.employerContributions.filter((line) => !isTax(line)),
    ),
    taxes: [...taxesOf(lines.employeeDeductions, false), ...taxesOf(lines.employerContributions, true)],
  };
}

function toEarning(line: PayLineDetails, tally: WordTally) {
  const type = toEarningType(line.type);
  tally.note('earning_type', type);
  return { amount: amountOf(line), type: type.value };
}

/** What both pay for is one deduction, where its name says so without doubt. */
function toDeductions(employees: PayLineDetails[], employers: PayLineDetails[]): Lines['deductions'] {
  const isOnce = (lines: PayLineDetails[], key: string) =>
    lines.filter((line) => keyOf(line) === key).length === 1;
  const partnerOf = (line: PayLineDetails) => {
    const key = keyOf(line);
    const isPair = key !== '' && isOnce(employees, key) && isOnce(employers, key);
    return isPair ? employers.find((other) => keyOf(other) === key) : undefined;
  };
  const paired = new Set(employees.map(partnerOf));
  return [
    ...employees.map((line) => {
      const other = partnerOf(line);
      return toDeduction(line.name, amountOf(line), other === undefined ? null : amountOf(other));
    }),
    ...employers
      .filter((line) => !paired.has(line))
      .map((line) => toDeduction(line.name, null, amountOf(line))),
  ];
}

function toDeduction(name: string | null, employee: number | null, company: number | null) {
  return { name, employee_deduction: employee, company_deduction: company };
}

const keyOf = (line: PayLineDetails): string => foldWord(line.name ?? '');
const amountOf = (line: PayLineDetails): number | null => toMajorUnits(line.amount, line.currency);
