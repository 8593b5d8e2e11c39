export { ACCOUNT_TYPE_WORDS, BankInfo } from './bank-info.ts';
export { Benefit } from './benefit.ts';
export { Company, type CompanyFields } from './company.ts';
export { Dependent } from './dependent.ts';
export { Employee, type EmployeeFields, type EmployeeRelation } from './employee.ts';
export {
  Deduction,
  DeductionFields,
  Earning,
  EarningFields,
  EmployeePayrollRun,
  type EmployeePayrollRunFields,
  Tax,
  TaxFields,
} from './employee-payroll-run.ts';
export { EmployerBenefit } from './employer-benefit.ts';
export { Employment, type EmploymentFields } from './employment.ts';
export { Group, type GroupFields } from './group.ts';
export { Location, type LocationFields } from './location.ts';
export { PayGroup, type PayGroupFields } from './pay-group.ts';
export { PayrollRun, type PayrollRunFields } from './payroll-run.ts';
export { Team, type TeamFields } from './team.ts';
export { TIME_OFF_WORDS, TimeOff, type TimeOffFields } from './time-off.ts';
export { TimeOffBalance, type TimeOffBalanceFields } from './time-off-balance.ts';
export { TimesheetEntry } from './timesheet-entry.ts';
export { baseProperties, DateTime, Nullable, OpenEnum, Relation, RemoteData, Uuid } from './common.ts';
