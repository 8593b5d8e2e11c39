import { Type, type TProperties, type TSchema } from 'typebox';
import {
  BankInfo,
  Benefit,
  Company,
  Dependent,
  Employee,
  EmployeePayrollRun,
  EmployerBenefit,
  Employment,
  Group,
  Location,
  Nullable,
  PayGroup,
  PayrollRun,
  Team,
  TimeOff,
  TimeOffBalance,
  TimesheetEntry,
  Uuid,
} from '../../hris/model/index.ts';
import { Component } from './parts.ts';

/** An id, or the record under `expand`. */
const Expandable = (name: string) => Nullable(Type.Union([Uuid, Type.Unsafe<object>({ $ref: `${name}#` })]));
const ExpandableList = (name: string) =>
  Nullable(Type.Array(Type.Union([Uuid, Type.Unsafe<object>({ $ref: `${name}#` })])));

/** The stored model with the relations that a caller may expand. */
function withExpandable(model: { properties: TProperties; $id?: string }, relations: TProperties): TSchema {
  return Type.Object({ ...model.properties, ...relations }, { $id: model.$id!, additionalProperties: false });
}

const EmployeeAnswer = withExpandable(Employee, {
  company: Expandable('Company'),
  employments: ExpandableList('Employment'),
  groups: ExpandableList('Group'),
  home_location: Expandable('Location'),
  manager: Expandable('Employee'),
  pay_group: Expandable('PayGroup'),
  team: Expandable('Team'),
  work_location: Expandable('Location'),
});

const EmploymentAnswer = withExpandable(Employment, {
  employee: Expandable('Employee'),
  pay_group: Expandable('PayGroup'),
});
const TeamAnswer = withExpandable(Team, { parent_team: Expandable('Team') });
const EmployeePayrollRunAnswer = withExpandable(EmployeePayrollRun, {
  employee: Expandable('Employee'),
  payroll_run: Expandable('PayrollRun'),
});
const TimeOffAnswer = withExpandable(TimeOff, {
  approver: Expandable('Employee'),
  employee: Expandable('Employee'),
});
const TimeOffBalanceAnswer = withExpandable(TimeOffBalance, { employee: Expandable('Employee') });
const GroupAnswer = withExpandable(Group, { parent_group: Expandable('Group') });
const BankInfoAnswer = withExpandable(BankInfo, { employee: Expandable('Employee') });
const BenefitAnswer = withExpandable(Benefit, { employee: Expandable('Employee') });
const TimesheetEntryAnswer = withExpandable(TimesheetEntry, { employee: Expandable('Employee') });

export const RECORD_COMPONENTS: TSchema[] = [
  Company,
  Location,
  GroupAnswer,
  EmployeeAnswer,
  EmploymentAnswer,
  TeamAnswer,
  PayGroup,
  PayrollRun,
  EmployeePayrollRunAnswer,
  TimeOffAnswer,
  TimeOffBalanceAnswer,
  BankInfoAnswer,
  BenefitAnswer,
  Dependent,
  EmployerBenefit,
  TimesheetEntryAnswer,
];

export const RECORD_ANSWERS = {
  company: Component(Company),
  location: Component(Location),
  group: Component(GroupAnswer),
  employee: Component(EmployeeAnswer),
  employment: Component(EmploymentAnswer),
  team: Component(TeamAnswer),
  pay_group: Component(PayGroup),
  payroll_run: Component(PayrollRun),
  employee_payroll_run: Component(EmployeePayrollRunAnswer),
  time_off: Component(TimeOffAnswer),
  time_off_balance: Component(TimeOffBalanceAnswer),
  bank_info: Component(BankInfoAnswer),
  benefit: Component(BenefitAnswer),
  dependent: Component(Dependent),
  employer_benefit: Component(EmployerBenefit),
  timesheet_entry: Component(TimesheetEntryAnswer),
};
