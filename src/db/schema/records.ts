import type { ColumnType, Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

/** Columns that every common model's table has; see the migration for what each means. */
export interface RecordColumns {
  linked_account_id: string;
  id: string;
  source_key: string;
  remote_id: string | null;
  fingerprint: Buffer;
  /** Over what stands beside the body; null: written before it was kept. */
  beside_hash: Buffer | null;
  /** The record as the API sends it. Select it as text (`body::text`) on hot paths. */
  body: ColumnType<unknown, string, string>;
  remote_data: ColumnType<unknown, string | null, string | null>;
  enum_origins: ColumnType<Record<string, string> | null, string | null, string | null>;
  remote_was_deleted: Generated<boolean>;
  missed_runs: Generated<number>;
  sequence: number;
  created_at: Timestamp;
  modified_at: Timestamp;
}

export type CompaniesTable = RecordColumns;

export interface LocationsTable extends RecordColumns {
  location_type: string | null;
  country: string | null;
  ignored_at: Generated<string | null>;
}

export interface GroupsTable extends RecordColumns {
  name: string | null;
  type: string | null;
  is_commonly_used_as_team: boolean | null;
}

export interface EmployeesTable extends RecordColumns {
  employee_number: string | null;
  first_name: string | null;
  last_name: string | null;
  preferred_name: string | null;
  display_full_name: string | null;
  work_email: string | null;
  personal_email: string | null;
  person_remote_id: string | null;
  work_id: string | null;
  name_key: string | null;
  birth_date: string | null;
  job_title: string | null;
  employment_status: string | null;
  employment_type: string | null;
  company_id: string | null;
  manager_id: string | null;
  team_id: string | null;
  pay_group_id: string | null;
  home_location_id: string | null;
  work_location_id: string | null;
  group_ids: Generated<string[]>;
  start_date: string | null;
  termination_date: string | null;
  source_status: string | null;
  ignored_at: Generated<string | null>;
}

export interface TeamsTable extends RecordColumns {
  name: string | null;
  parent_team_id: string | null;
}

export type PayGroupsTable = RecordColumns;

interface PayPeriodColumns {
  start_date: string | null;
  end_date: string | null;
  check_date: string | null;
}

export interface PayrollRunsTable extends RecordColumns, PayPeriodColumns {
  run_state: string | null;
  run_type: string | null;
}

export interface EmployeePayrollRunsTable extends RecordColumns, PayPeriodColumns {
  employee_id: string;
  payroll_run_id: string | null;
  ignored_at: Generated<string | null>;
}

export interface TimeOffTable extends RecordColumns {
  employee_id: string;
  approver_id: string | null;
  status: string | null;
  request_type: string | null;
  start_time: Timestamp | null;
  end_time: Timestamp | null;
  ignored_at: Generated<string | null>;
}

export interface TimeOffBalancesTable extends RecordColumns {
  employee_id: string;
  policy_type: string | null;
  ignored_at: Generated<string | null>;
}

export interface EmploymentsTable extends RecordColumns {
  employee_id: string;
  effective_date: string | null;
  pay_group_id: string | null;
  ignored_at: Generated<string | null>;
}

/** A state that a record had, and what ended it. */
export interface RecordVersionsTable {
  linked_account_id: string;
  model: string;
  record_id: string;
  sequence: number;
  body: ColumnType<unknown, string, string>;
  valid_from: Timestamp;
  valid_to: Timestamp;
  changes: ColumnType<unknown, string, string>;
  effective_date: string | null;
  sync_run_id: string | null;
  enum_origins: ColumnType<Record<string, string> | null, string | null, string | null>;
}

export interface EmployeeLifecyclesTable {
  linked_account_id: string;
  employee_id: string;
  onboarding_scheduled_for: string | null;
  started_on: string | null;
  offboarding_scheduled_for: string | null;
  terminated_on: string | null;
  next_due_on: string | null;
}

/** A field of a record that is never stored in plain. */
export interface SealedFieldsTable {
  linked_account_id: string;
  model: string;
  record_id: string;
  field: string;
  sealed: Buffer;
  fingerprint: Buffer;
}
