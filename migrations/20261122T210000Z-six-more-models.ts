import { sql, type Kysely } from 'kysely';

/** As every table of records has them; see the first migration of records for what each means. */
const COMMON = `
  linked_account_id uuid not null references linked_accounts on delete cascade,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (linked_account_id, id)`;

const PERIOD = 'start_date date, end_date date, check_date date';

const TABLES: Record<string, string> = {
  teams: ', name text, parent_team_id uuid',
  pay_groups: '',
  payroll_runs: `, run_state text, run_type text, ${PERIOD}`,
  employee_payroll_runs: `, employee_id uuid not null, payroll_run_id uuid, ${PERIOD}`,
  time_off: `, employee_id uuid not null, approver_id uuid, status text, request_type text,
    start_time timestamptz, end_time timestamptz`,
  time_off_balances: ', employee_id uuid not null, policy_type text',
};

/** Filters that pick a few records out of many. */
const INDEXES: [table: string, column: string][] = [
  ['employee_payroll_runs', 'employee_id'],
  ['employee_payroll_runs', 'payroll_run_id'],
  ['time_off', 'employee_id'],
  ['time_off_balances', 'employee_id'],
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(TABLES)) {
    await sql.raw(`create table ${table} (${COMMON}${columns})`).execute(db);
    await sql
      .raw(
        `create unique index ${table}_source_key on ${table} (linked_account_id, source_key) where not remote_was_deleted`,
      )
      .execute(db);
    await sql.raw(`create index ${table}_page on ${table} (linked_account_id, created_at, id)`).execute(db);
    await sql.raw(`create index ${table}_modified on ${table} (linked_account_id, modified_at)`).execute(db);
  }
  for (const [table, column] of INDEXES) {
    await sql.raw(`create index ${table}_${column} on ${table} (linked_account_id, ${column})`).execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table time_off_balances, time_off, employee_payroll_runs, payroll_runs, pay_groups, teams`.execute(
    db,
  );
}
