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
  /** Fields that the calendar moves too: no part of the fingerprint, and compared by themselves. */
  unhashed: readonly string[];
  /** Fields that hold lines of the record, each as a connector gives it. */
  lines: Readonly<Record<string, TObject>>;
  /** Fields that a row's contents say once more by themselves, as `c.typed`, in this order. */
  typed: readonly string[];
  /** Typed column of the record -> SQL over the staged row `s` and its contents `c`. */
  columns: Readonly<Record<string, string>>;
  /** Staged rows say by signals whose they are. */
  isPersonal: boolean;
  /** SQL for the employee whom the record `r` belongs to. */
  owner: string;
  /** SQL for the day by which the record `r` lies in a window of the reading; null: the model is never read by windows. */
  windowDay: string | null;
}

const relation = (name: string): string => `(s.relations->>'${name}')::uuid`;

const CASTS = {
  text: (value: string) => value,
  // Our own date-times start with the calendar day.
  day: (value: string) => `left(${value}, 10)::date`,
  instant: (value: string) => `(${value})::timestamptz`,
  boolean: (value: string) => `(${value})::boolean`,
};

/** Typed columns that have their fields' names. */
function fieldColumns(
  kinds: Record<string, keyof typeof CASTS>,
  others: Record<string, string> = {},
): Pick<RecordPlan, 'typed' | 'columns'> {
  const columns = Object.entries(kinds).map(
    ([name, kind], place) => [name, CASTS[kind](`c.typed[${place + 1}]`)] as const,
  );
  return { typed: Object.keys(kinds), columns: { ...Object.fromEntries(columns), ...others } };
}

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
  employment_status: 's.employment_status',
  source_status: 's.source_status',
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
  start_date: 's.start_date',
  termination_date: 's.termination_date',
};

const EMPLOYEE_FIELDS = {
  employee_number: 'text',
  first_name: 'text',
  last_name: 'text',
  preferred_name: 'text',
  display_full_name: 'text',
} as const;

const PERIOD_FIELDS = { start_date: 'day', end_date: 'day', check_date: 'day' } as const;

/** Of a record that one person has, whom the row names by signals. */
const PERSONAL = { isPersonal: true, owner: 'r.employee_id' };

/** In the order in which records may name each other. */
export const RECORD_PLANS: readonly RecordPlan[] = [
  plan('company', Company, {}),
  plan('location', Location, {
    ...fieldColumns({ location_type: 'text', country: 'text' }),
    owner: `case when r.source_key like 'home:%' then substr(r.source_key, 6)::uuid end`,
  }),
  plan('group', Group, {
    relations: ['parent_group'],
    ...fieldColumns({ name: 'text', type: 'text', is_commonly_used_as_team: 'boolean' }),
  }),
  plan('team', Team, {
    relations: ['parent_team'],
    ...fieldColumns({ name: 'text' }, { parent_team_id: relation('parent_team') }),
  }),
  plan('pay_group', PayGroup, {}),
  plan('payroll_run', PayrollRun, {
    ...fieldColumns({ run_state: 'text', run_type: 'text', ...PERIOD_FIELDS }),
    windowDay: 'r.check_date',
  }),
  plan('employee', Employee, {
    relations: EMPLOYEE_RELATIONS,
    ...fieldColumns(EMPLOYEE_FIELDS, EMPLOYEE_COLUMNS),
    unhashed: ['employment_status'],
  }),
  plan('employment', Employment, {
    ...PERSONAL,
    relations: ['employee', 'pay_group'],
    // For the filters of the employee whose current one it is.
    typed: ['job_title', 'employment_type'],
    columns: {
      employee_id: 's.person_id',
      effective_date: 's.effective_date',
      pay_group_id: relation('pay_group'),
    },
  }),
  plan('employee_payroll_run', EmployeePayrollRun, {
    ...PERSONAL,
    relations: ['employee', 'payroll_run'],
    ...fieldColumns(PERIOD_FIELDS, { employee_id: 's.person_id', payroll_run_id: relation('payroll_run') }),
    lines: { earnings: EarningFields, deductions: DeductionFields, taxes: TaxFields },
    windowDay: 'r.check_date',
  }),
  plan('time_off', TimeOff, {
    ...PERSONAL,
    relations: ['employee', 'approver'],
    ...fieldColumns(
      { status: 'text', request_type: 'text', start_time: 'instant', end_time: 'instant' },
      { employee_id: 's.person_id', approver_id: relation('approver') },
    ),
    windowDay: `(r.start_time at time zone 'UTC')::date`,
  }),
  plan('time_off_balance', TimeOffBalance, {
    ...PERSONAL,
    relations: ['employee'],
    ...fieldColumns({ policy_type: 'text' }, { employee_id: 's.person_id' }),
  }),
];

export const EMPLOYEE_PLAN = RECORD_PLANS.find(({ model }) => model === 'employee')!;

type PlanRest = Partial<
  Pick<RecordPlan, 'typed' | 'columns' | 'lines' | 'unhashed' | 'isPersonal' | 'owner' | 'windowDay'>
> & {
  relations?: readonly string[];
};

function plan(model: RecordModel, schema: TObject, { relations, ...rest }: PlanRest): RecordPlan {
  return {
    model,
    table: RECORD_TABLES[model],
    schema,
    fields: Object.keys(schema.properties).filter((name) => !(name in baseProperties)),
    relations: new Set(relations),
    typed: [],
    columns: {},
    lines: {},
    unhashed: [],
    isPersonal: false,
    owner: 'null::uuid',
    windowDay: null,
    ...rest,
  };
}
