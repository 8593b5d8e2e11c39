import type { TObject } from 'typebox';
import {
  Company,
  DeductionFields,
  EarningFields,
  Employee,
  EmployeePayrollRun,
  Employment,
  Group,
  Location,
  PayGroup,
  PayrollRun,
  TaxFields,
  Team,
  TimeOff,
  TimeOffBalance,
  baseProperties,
} from '../hris/model/index.ts';
import { RECORD_TABLES, type RecordModel } from '../hris/record-tables.ts';

/** How a model's staged row `s` becomes its record: everything the sync's SQL is made of. */
export interface RecordPlan {
  model: RecordModel;
  table: string;
  schema: TObject;
  /** The body's fields in the order of the schema, without what every model has. */
  fields: readonly string[];
  /** Fields that hold ids; the sync fills them in. */
  relations: ReadonlySet<string>;
  /** Fields that hold lines of the record, each as a connector gives it. */
  lines: Readonly<Record<string, TObject>>;
  /** Typed column of the record -> SQL over `s`. */
  columns: Readonly<Record<string, string>>;
  /** Staged rows say by signals whose they are. */
  isPersonal: boolean;
  /** SQL for the employee whom the record `r` belongs to. */
  owner: string;
  /** SQL for the day by which the record `r` lies in a window of the reading; null: the model is never read by windows. */
  windowDay: string | null;
}

const field = (name: string): string => `s.fields->>'${name}'`;
const relation = (name: string): string => `(s.relations->>'${name}')::uuid`;
// Our own date-times start with the calendar day.
const day = (name: string): string => `left(s.fields->>'${name}', 10)::date`;
const instant = (name: string): string => `(s.fields->>'${name}')::timestamptz`;
const fieldColumns = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, field(name)]));

const EMPLOYEE_RELATIONS = [
  'company',
  'groups',
  'employments',
  'home_location',
  'work_location',
  'manager',
  'team',
  'pay_group',
];

const EMPLOYEE_COLUMNS = {
  ...fieldColumns('employee_number', 'first_name', 'last_name', 'preferred_name', 'display_full_name'),
  ...fieldColumns('employment_status'),
  // As identity compares them, not as the source spells them.
  person_remote_id: 's.person_remote_id',
  work_id: 's.work_id',
  work_email: 's.work_email',
  personal_email: 's.personal_email',
  name_key: 's.name_key',
  birth_date: 's.birth_date',
  company_id: relation('company'),
  manager_id: relation('manager'),
  team_id: relation('team'),
  pay_group_id: relation('pay_group'),
  home_location_id: relation('home_location'),
  work_location_id: relation('work_location'),
  group_ids: `array(select jsonb_array_elements_text(s.relations->'groups')::uuid)`,
  start_date: day('start_date'),
  termination_date: day('termination_date'),
};

const PERIOD_COLUMNS = {
  start_date: day('start_date'),
  end_date: day('end_date'),
  check_date: day('check_date'),
};

/** Of a record that one person has, whom the row names by signals. */
const PERSONAL = { isPersonal: true, owner: 'r.employee_id' };

/** In the order in which records may name each other. */
export const RECORD_PLANS: readonly RecordPlan[] = [
  plan('company', Company, {}),
  plan('location', Location, {
    columns: fieldColumns('location_type', 'country'),
    owner: `case when r.source_key like 'home:%' then substr(r.source_key, 6)::uuid end`,
  }),
  plan('group', Group, {
    relations: ['parent_group'],
    columns: {
      ...fieldColumns('name', 'type'),
      is_commonly_used_as_team: `(${field('is_commonly_used_as_team')})::boolean`,
    },
  }),
  plan('team', Team, {
    relations: ['parent_team'],
    columns: { name: field('name'), parent_team_id: relation('parent_team') },
  }),
  plan('pay_group', PayGroup, {}),
  plan('payroll_run', PayrollRun, {
    columns: { ...fieldColumns('run_state', 'run_type'), ...PERIOD_COLUMNS },
    windowDay: 'r.check_date',
  }),
  plan('employee', Employee, { relations: EMPLOYEE_RELATIONS, columns: EMPLOYEE_COLUMNS }),
  plan('employment', Employment, {
    ...PERSONAL,
    relations: ['employee', 'pay_group'],
    columns: {
      employee_id: 's.person_id',
      effective_date: 's.effective_date',
      pay_group_id: relation('pay_group'),
    },
  }),
  plan('employee_payroll_run', EmployeePayrollRun, {
    ...PERSONAL,
    relations: ['employee', 'payroll_run'],
    columns: { employee_id: 's.person_id', payroll_run_id: relation('payroll_run'), ...PERIOD_COLUMNS },
    lines: { earnings: EarningFields, deductions: DeductionFields, taxes: TaxFields },
    windowDay: 'r.check_date',
  }),
  plan('time_off', TimeOff, {
    ...PERSONAL,
    relations: ['employee', 'approver'],
    columns: {
      employee_id: 's.person_id',
      approver_id: relation('approver'),
      ...fieldColumns('status', 'request_type'),
      start_time: instant('start_time'),
      end_time: instant('end_time'),
    },
    windowDay: `(r.start_time at time zone 'UTC')::date`,
  }),
  plan('time_off_balance', TimeOffBalance, {
    ...PERSONAL,
    relations: ['employee'],
    columns: { employee_id: 's.person_id', policy_type: field('policy_type') },
  }),
];

type PlanRest = Partial<Pick<RecordPlan, 'columns' | 'lines' | 'isPersonal' | 'owner' | 'windowDay'>> & {
  relations?: readonly string[];
};

function plan(model: RecordModel, schema: TObject, { relations, ...rest }: PlanRest): RecordPlan {
  return {
    model,
    table: RECORD_TABLES[model],
    schema,
    fields: Object.keys(schema.properties).filter((name) => !(name in baseProperties)),
    relations: new Set(relations),
    columns: {},
    lines: {},
    isPersonal: false,
    owner: 'null::uuid',
    windowDay: null,
    ...rest,
  };
}
