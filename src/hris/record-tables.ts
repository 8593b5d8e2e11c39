/** The models that are stored, each in a table of its own. */
export const RECORD_TABLES = {
  company: 'companies',
  location: 'locations',
  group: 'groups',
  employee: 'employees',
  employment: 'employments',
  team: 'teams',
  pay_group: 'pay_groups',
  payroll_run: 'payroll_runs',
  employee_payroll_run: 'employee_payroll_runs',
  time_off: 'time_off',
  time_off_balance: 'time_off_balances',
} as const;

export type RecordModel = keyof typeof RECORD_TABLES;
/** What a reading covers that says nothing else, and what every account is taken to have before its first reading. */
export const USUAL_MODELS = ['company', 'location', 'group', 'employee', 'employment'] as const;

/** Fields that must be asked for by name, and that no event tells. */
export const SENSITIVE_FIELDS = ['ssn'] as const;

export type RecordTable = (typeof RECORD_TABLES)[RecordModel];

/** Fields of a body that `expand` replaces by the record they name. */
export const EXPANDABLE_RELATIONS: Record<RecordModel, Readonly<Record<string, RecordModel>>> = {
  company: {},
  location: {},
  group: { parent_group: 'group' },
  employee: {
    company: 'company',
    employments: 'employment',
    groups: 'group',
    home_location: 'location',
    manager: 'employee',
    pay_group: 'pay_group',
    team: 'team',
    work_location: 'location',
  },
  employment: { employee: 'employee', pay_group: 'pay_group' },
  team: { parent_team: 'team' },
  pay_group: {},
  payroll_run: {},
  employee_payroll_run: { employee: 'employee', payroll_run: 'payroll_run' },
  time_off: { approver: 'employee', employee: 'employee' },
  time_off_balance: { employee: 'employee' },
};
