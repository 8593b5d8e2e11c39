import { sql, type RawBuilder } from 'kysely';
import type { RecordModel } from './record-tables.ts';

export type FilterValue = string | boolean | readonly string[];
type Condition = RawBuilder<unknown>;
type FilterTable = Record<string, (value: FilterValue) => Condition>;

const equals =
  (column: string) =>
  (value: FilterValue): Condition =>
    sql`${sql.ref(column)} = ${value}`;
const uuidEquals =
  (column: string) =>
  (value: FilterValue): Condition =>
    sql`${sql.ref(column)} = ${value}::uuid`;
/** E-mails are stored in lower case where they serve identity; a caller may spell them as they like. */
const emailEquals =
  (column: string) =>
  (value: FilterValue): Condition =>
    sql`${sql.ref(column)} in (${value}, lower(${value}))`;
const isOneOf =
  (column: string) =>
  (value: FilterValue): Condition =>
    sql`${sql.ref(column)} = any(${value}::text[])`;

// Half-open: `after` includes the instant and `before` does not, so that adjoining windows lose and repeat nothing.
const since =
  (column: string) =>
  (value: FilterValue): Condition =>
    sql`${sql.ref(column)} >= ${value}::timestamptz`;
const until =
  (column: string) =>
  (value: FilterValue): Condition =>
    sql`${sql.ref(column)} < ${value}::timestamptz`;
const dateSince =
  (column: string) =>
  (value: FilterValue): Condition =>
    sql`${sql.ref(column)}::timestamp at time zone 'UTC' >= ${value}::timestamptz`;
const dateUntil =
  (column: string) =>
  (value: FilterValue): Condition =>
    sql`${sql.ref(column)}::timestamp at time zone 'UTC' < ${value}::timestamptz`;

const COMMON: FilterTable = {
  remote_id: equals('remote_id'),
  created_after: since('created_at'),
  created_before: until('created_at'),
  modified_after: since('modified_at'),
  modified_before: until('modified_at'),
};

/** Of a payroll run and of one person's part in it. */
const PERIOD: FilterTable = {
  ended_after: dateSince('end_date'),
  ended_before: dateUntil('end_date'),
  started_after: dateSince('start_date'),
  started_before: dateUntil('start_date'),
};

const FILTERS: Record<RecordModel, FilterTable> = {
  company: COMMON,
  location: { ...COMMON, location_type: equals('location_type') },
  group: {
    ...COMMON,
    types: isOneOf('type'),
    names: isOneOf('name'),
    is_commonly_used_as_team: equals('is_commonly_used_as_team'),
  },
  employee: {
    ...COMMON,
    company_id: uuidEquals('company_id'),
    display_full_name: equals('display_full_name'),
    employee_number: equals('employee_number'),
    employment_status: equals('employment_status'),
    employment_type: equals('employment_type'),
    first_name: equals('first_name'),
    groups: (value) => sql`group_ids && ${value}::uuid[]`,
    home_location_id: uuidEquals('home_location_id'),
    job_title: equals('job_title'),
    last_name: equals('last_name'),
    manager_id: uuidEquals('manager_id'),
    pay_group_id: uuidEquals('pay_group_id'),
    personal_email: emailEquals('personal_email'),
    started_after: dateSince('start_date'),
    started_before: dateUntil('start_date'),
    team_id: uuidEquals('team_id'),
    terminated_after: dateSince('termination_date'),
    terminated_before: dateUntil('termination_date'),
    work_email: emailEquals('work_email'),
    work_location_id: uuidEquals('work_location_id'),
  },
  employment: { ...COMMON, employee_id: uuidEquals('employee_id') },
  team: { ...COMMON, parent_team_id: uuidEquals('parent_team_id') },
  pay_group: COMMON,
  payroll_run: { ...COMMON, ...PERIOD, run_type: equals('run_type') },
  employee_payroll_run: {
    ...COMMON,
    ...PERIOD,
    employee_id: uuidEquals('employee_id'),
    payroll_run_id: uuidEquals('payroll_run_id'),
  },
  time_off: {
    ...COMMON,
    approver_id: uuidEquals('approver_id'),
    employee_id: uuidEquals('employee_id'),
    ended_after: since('end_time'),
    ended_before: until('end_time'),
    request_type: equals('request_type'),
    started_after: since('start_time'),
    started_before: until('start_time'),
    status: equals('status'),
  },
  time_off_balance: {
    ...COMMON,
    employee_id: uuidEquals('employee_id'),
    policy_type: equals('policy_type'),
  },
};

/** The part of a list's query that says which rows it has; other parameters are left out. */
export function pickFilters(model: RecordModel, query: Record<string, unknown>): Record<string, FilterValue> {
  const filters = FILTERS[model];
  const names = Object.keys(query).filter(
    (name) => Object.hasOwn(filters, name) && query[name] !== undefined,
  );
  return Object.fromEntries(names.map((name) => [name, query[name] as FilterValue]));
}

export function toConditions(model: RecordModel, filters: Record<string, FilterValue>): Condition[] {
  return Object.entries(filters).map(([name, value]) => FILTERS[model][name]!(value));
}
