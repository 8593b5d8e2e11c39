import { sql, type Kysely } from 'kysely';

/**
 * One table per common model. Keys lead with linked_account_id, so that the same schema shards by it. `body` is the
 * record as the API sends it, validated when it is written; the typed columns serve filters, relations and identity.
 */
const COMMON = `
  linked_account_id uuid not null references linked_accounts on delete cascade,
  id uuid not null,
  -- Our key of the record within the account, stable over syncs; unique among records that were not deleted.
  source_key text not null,
  remote_id text,
  -- SHA-256 over the canonical fields and relations: equal means nothing to write.
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  -- Complete runs in a row that did not see the record.
  missed_runs integer not null default 0,
  -- Grows with every change of the record; receivers drop what is older than what they have.
  sequence bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (linked_account_id, id)`;

const TABLES: Record<string, string> = {
  companies: '',
  locations: ', location_type text, country text',
  groups: ', name text, type text, is_commonly_used_as_team boolean',
  employees: `,
    employee_number text, first_name text, last_name text, preferred_name text, display_full_name text,
    work_email text, personal_email text, person_remote_id text, work_id text, name_key text, birth_date date,
    job_title text, employment_status text, employment_type text,
    company_id uuid, manager_id uuid, team_id uuid, pay_group_id uuid, home_location_id uuid, work_location_id uuid,
    group_ids uuid[] not null default '{}',
    start_date date, termination_date date`,
  employments: ', employee_id uuid not null, effective_date date, pay_group_id uuid',
};

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
  // Identity is resolved over whole rosters at once and needs no index of its own; these serve filters.
  for (const column of ['work_email', 'personal_email', 'manager_id']) {
    await sql
      .raw(
        `create index employees_${column} on employees (linked_account_id, ${column}) where ${column} is not null`,
      )
      .execute(db);
  }
  await sql`create index employments_employee on employments (linked_account_id, employee_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table employments, employees, groups, locations, companies`.execute(db);
}
