import type {
  EmployeePayrollRunItem,
  PayrollRunItem,
  PersonSignals,
  SnapshotItem,
  SnapshotModel,
  TimeOffBalanceItem,
  TimeOffItem,
} from '../../../src/hris/snapshot.ts';

const BARE = { remoteId: null, enumOrigins: {}, remoteData: [] };
const day = (date: string): string => `${date}T00:00:00Z`;

export const ALL_MODELS: SnapshotModel[] = [
  'company',
  'location',
  'group',
  'employee',
  'employment',
  'team',
  'pay_group',
  'payroll_run',
  'employee_payroll_run',
  'time_off',
  'time_off_balance',
];

/** The signals by which a row names the person of that number, of fake-source's people. */
export const personOf = (number: number): PersonSignals => ({
  remoteId: null,
  workId: `W${number}`,
  workEmail: null,
  personalEmail: null,
  nameKey: null,
  birthDate: null,
});

export const team = (name: string): SnapshotItem => ({
  ...BARE,
  model: 'team',
  sourceKey: `team:${name}`,
  fields: { name },
});

export const payGroup = (name: string): SnapshotItem => ({
  ...BARE,
  model: 'pay_group',
  sourceKey: `pay_group:${name}`,
  fields: { pay_group_name: name },
});

export const payrollRun = (checkDate: string): PayrollRunItem => ({
  ...BARE,
  model: 'payroll_run',
  sourceKey: `payroll:${checkDate}`,
  remoteId: `pr_${checkDate}`,
  fields: {
    run_state: null,
    run_type: 'REGULAR',
    start_date: null,
    end_date: null,
    check_date: day(checkDate),
  },
  enumOrigins: { run_type: 'Regular' },
});

export const paystub = (
  number: number,
  checkDate: string,
  some: Partial<EmployeePayrollRunItem['fields']> = {},
): EmployeePayrollRunItem => ({
  ...BARE,
  model: 'employee_payroll_run',
  sourceKey: `stub:${number}:${checkDate}`,
  person: personOf(number),
  fields: {
    gross_pay: 4000,
    net_pay: 3000.5,
    start_date: null,
    end_date: null,
    check_date: day(checkDate),
    earnings: [
      { amount: 3500, type: 'SALARY' },
      { amount: 500, type: 'BONUS' },
    ],
    deductions: [{ name: 'Dental', employee_deduction: 20, company_deduction: null }],
    taxes: [{ name: 'FICA', amount: 300, employer_tax: false }],
    ...some,
  },
  refs: { payrollRun: `payroll:${checkDate}` },
});

export const timeOff = (
  number: number,
  startDay: string,
  approver: TimeOffItem['refs']['approver'] = null,
): TimeOffItem => ({
  ...BARE,
  model: 'time_off',
  sourceKey: `request:${number}:${startDay}`,
  person: personOf(number),
  fields: {
    status: 'APPROVED',
    employee_note: null,
    units: 'DAYS',
    amount: 1,
    request_type: 'VACATION',
    start_time: day(startDay),
    end_time: day(startDay),
  },
  enumOrigins: { status: 'approved' },
  refs: { approver },
});

export const balance = (number: number, left: number): TimeOffBalanceItem => ({
  ...BARE,
  model: 'time_off_balance',
  sourceKey: `balance:${number}`,
  person: personOf(number),
  fields: { balance: left, used: 2, policy_type: 'SICK' },
});
