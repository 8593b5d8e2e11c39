import {
  BankInfo,
  baseProperties,
  Benefit,
  Company,
  Dependent,
  Employee,
  EmployeePayrollRun,
  EmployerBenefit,
  Employment,
  Group,
  Location,
  PayGroup,
  PayrollRun,
  Team,
  TimeOff,
  TimeOffBalance,
  TimesheetEntry,
} from './model/index.ts';
import type { RecordModel } from './record-tables.ts';

const SCHEMAS = {
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
  PayGroup,
  PayrollRun,
  Team,
  TimeOff,
  TimeOffBalance,
  TimesheetEntry,
};

/** A model as the API names it. */
export type ModelName = keyof typeof SCHEMAS;

export const MODEL_NAMES = Object.keys(SCHEMAS) as ModelName[];

/** What may be read of an account: the fields of each model that is enabled. A model that is not named is disabled. */
export type Scopes = Partial<Record<ModelName, readonly string[]>>;

/** Every field that can be enabled or disabled, in the order of the schema: all but what each record has. */
export const SCOPE_FIELDS = Object.fromEntries(
  MODEL_NAMES.map((name) => [
    name,
    Object.keys(SCHEMAS[name].properties).filter((field) => !(field in baseProperties)),
  ]),
) as unknown as Record<ModelName, readonly string[]>;

/** Stored sealed, given only to who asks for them by name, and enabled only where that was asked for. */
export const SENSITIVE_SCOPE_FIELDS: Scopes = {
  BankInfo: ['account_number', 'routing_number'],
  Dependent: ['ssn'],
  Employee: ['ssn'],
};

/** Fields without which records can't be told apart, put in order or found gone: they go with their model only. */
export const NEEDED_FIELDS: Scopes = {
  // The guards against people who vanish count those at work.
  Employee: ['employment_status'],
  Employment: ['employee', 'effective_date'],
  EmployeePayrollRun: ['employee', 'check_date'],
  PayrollRun: ['check_date'],
  TimeOff: ['employee', 'start_time'],
  TimeOffBalance: ['employee'],
};

/** Models of what a person has: they need the person. */
export const PERSONAL_MODELS: readonly ModelName[] = [
  'BankInfo',
  'Benefit',
  'Dependent',
  'EmployeePayrollRun',
  'Employment',
  'TimeOff',
  'TimeOffBalance',
  'TimesheetEntry',
];

export const RECORD_MODEL_NAMES: Record<RecordModel, ModelName> = {
  company: 'Company',
  location: 'Location',
  group: 'Group',
  employee: 'Employee',
  employment: 'Employment',
  team: 'Team',
  pay_group: 'PayGroup',
  payroll_run: 'PayrollRun',
  employee_payroll_run: 'EmployeePayrollRun',
  time_off: 'TimeOff',
  time_off_balance: 'TimeOffBalance',
};

const isSensitive = (name: ModelName, field: string): boolean =>
  SENSITIVE_SCOPE_FIELDS[name]?.includes(field) ?? false;

/** The fields of a model that need no word of their own to be enabled. */
export function plainFields(name: ModelName): readonly string[] {
  return SCOPE_FIELDS[name].filter((field) => !isSensitive(name, field));
}

/** Every model that a source can give, with all that is not sensitive. */
export const DEFAULT_SCOPES: Scopes = orderScopes(
  Object.fromEntries(Object.values(RECORD_MODEL_NAMES).map((name) => [name, plainFields(name)])),
);

/** As stored; null: nobody has chosen, so it is the default. Names that are no longer known are left out. */
export function parseScopes(stored: unknown): Scopes {
  return stored === null || stored === undefined ? DEFAULT_SCOPES : orderScopes(stored);
}

/** The same scopes in the order of the models and their fields, so that equal ones are spelled alike. */
export function orderScopes(scopes: Scopes): Scopes {
  const enabled = MODEL_NAMES.filter((name) => scopes[name]);
  return Object.fromEntries(
    enabled.map((name) => [name, SCOPE_FIELDS[name].filter((field) => scopes[name]!.includes(field))]),
  );
}

/** What the second one lets be read that the first one does not: `Employee`, or `Employee.ssn` where the model is in both. */
export function listWidened(before: Scopes, after: Scopes): string[] {
  return MODEL_NAMES.flatMap((name) => {
    if (!after[name]) return [];
    if (!before[name]) return [name];
    return after[name].filter((field) => !before[name]!.includes(field)).map((field) => `${name}.${field}`);
  });
}
