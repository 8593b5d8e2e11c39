import { MODEL_NAMES, RECORD_MODEL_NAMES, type ModelName, type Scopes } from '../hris/scopes.ts';

/** One kind of records that is read, in words for an HR admin. */
export interface ScopeWords {
  model: ModelName;
  title: string;
  fields: string[];
}

const TITLES: Partial<Record<ModelName, string>> = {
  Company: 'The company',
  Employee: 'People',
  EmployeePayrollRun: 'Paystubs',
  Employment: 'Jobs and pay',
  Group: 'Departments',
  Location: 'Offices and home addresses',
  PayGroup: 'Pay groups',
  PayrollRun: 'Payroll runs',
  Team: 'Teams',
  TimeOff: 'Time off',
  TimeOffBalance: 'Time off balances',
};

/** Where the field's name with spaces would not do. */
const FIELD_WORDS: Record<string, string> = {
  'Company.eins': 'tax identification numbers',
  'Employee.ssn': 'Social Security number',
  'Employee.display_full_name': 'full name',
  'Employee.employee_number': 'Work ID',
  'Employee.work_email': 'work e-mail',
  'Employee.personal_email': 'personal e-mail',
  'Employee.mobile_phone_number': 'mobile phone',
  'Employee.company': 'employer',
  'Employee.groups': 'departments',
  'Employee.employments': 'jobs and pay',
  'Employee.home_location': 'home address',
  'Employee.work_location': 'office',
  'Employee.avatar': 'picture',
  'Employee.remote_created_at': 'date of entry',
  'Employment.employee': 'person',
  'Employment.flsa_status': 'overtime status (FLSA)',
  'EmployeePayrollRun.employee': 'person',
  'Group.is_commonly_used_as_team': 'use as a team',
  'Group.parent_group': 'department above',
  'Location.street_1': 'street',
  'Location.street_2': 'second address line',
  'Location.zip_code': 'ZIP code',
  'Team.parent_team': 'team above',
  'TimeOff.employee': 'person',
  'TimeOff.employee_note': 'the person’s note',
  'TimeOffBalance.employee': 'person',
};

const READABLE: readonly ModelName[] = Object.values(RECORD_MODEL_NAMES);

/** What the scopes let be read. What no source gives is left out. */
export function toScopeWords(scopes: Scopes): ScopeWords[] {
  const models = MODEL_NAMES.filter((model) => READABLE.includes(model) && scopes[model]);
  return models.map((model) => ({
    model,
    title: TITLES[model] ?? model,
    fields: scopes[model]!.map((field) => FIELD_WORDS[`${model}.${field}`] ?? field.replaceAll('_', ' ')),
  }));
}
