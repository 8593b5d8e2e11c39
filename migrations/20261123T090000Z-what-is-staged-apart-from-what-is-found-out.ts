import { sql, type Kysely } from 'kysely';

const RECORD_TABLES = [
  'companies',
  'locations',
  'groups',
  'teams',
  'pay_groups',
  'payroll_runs',
  'employees',
  'employments',
  'employee_payroll_runs',
  'time_off',
  'time_off_balances',
];

/** What was staged is read again, as after a crash of the database: a stage lives for minutes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sync_stage`.execute(db);
  await sql`
    create unlogged table sync_stage (
      -- No reference, which would be looked up for every row: a trigger of the account takes the rows with it.
      linked_account_id uuid not null,
      sync_run_id uuid not null,
      model text collate "C" not null,
      -- Position in the source: counts, never contents, name a row in an issue.
      ordinal integer not null,
      -- The id a new record would get.
      candidate_id uuid not null,
      source_key text,
      -- Of a home location: the ordinal of the person who lives there.
      owner_ordinal integer,
      remote_id text,
      -- The source's immutable id of the person whom the row is about.
      person_remote_id text,
      work_id text,
      work_email text,
      personal_email text,
      name_key text,
      birth_date date,
      effective_date date,
      start_date date,
      termination_date date,
      -- What the source's own status comes to on the day.
      employment_status text,
      source_status text,
      -- Watched fields that are empty.
      missing_fields text[],
      -- Over the row's own fields, without what the calendar moves too.
      fields_hash bytea not null,
      -- Over what stands beside them: remote data, the source's words, signals.
      beside_hash bytea not null,
      refs jsonb not null,
      kept_fields text[],
      -- From here on: what the sync finds out about the row.
      -- Existing people who share a signal with it, as hris/identity.ts takes them.
      candidates jsonb,
      -- Existing people it may be about: none of them counts as missing.
      claimed_ids uuid[],
      -- The record this row is about, once identity is resolved.
      record_id uuid,
      -- The employee an employment belongs to.
      person_id uuid,
      -- The body's relation fields: {"company": uuid, "groups": [uuid]}.
      relations jsonb,
      fingerprint bytea,
      -- create, update, refresh (only what stands beside the body) or none.
      action text,
      -- Why the row is not applied, as a code; its record keeps its last good state.
      problem text,
      primary key (linked_account_id, sync_run_id, model, ordinal)
    ) with (fillfactor = 50, toast_tuple_target = 8160)`.execute(db);
  await sql`
    create unlogged table sync_stage_contents (
      linked_account_id uuid not null,
      sync_run_id uuid not null,
      model text collate "C" not null,
      ordinal integer not null,
      -- The row's own fields as they stand in the body: "name":value,"name":value with a
      -- record separator (U+001E) where fields come in between that the sync fills in.
      own_fields text not null,
      -- Fields that hold lines of the record, each with its lines.
      lines jsonb,
      -- Fields that have typed columns too, in the order of the model's plan.
      typed text[] not null,
      enum_origins json not null,
      remote_data json not null,
      primary key (linked_account_id, sync_run_id, model, ordinal)
    ) with (toast_tuple_target = 8160)`.execute(db);
  await sql`
    create function forget_staged_rows() returns trigger language plpgsql as $$
    begin
      delete from sync_stage where linked_account_id = old.id;
      delete from sync_stage_contents where linked_account_id = old.id;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger staged_rows_go_too after delete on linked_accounts
       for each row execute function forget_staged_rows()`.execute(db);
  for (const table of RECORD_TABLES) {
    // Null: written before there was one, so that the fingerprint may be of an older kind too.
    await sql`alter table ${sql.table(table)} add column beside_hash bytea`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of RECORD_TABLES) {
    await sql`alter table ${sql.table(table)} drop column beside_hash`.execute(db);
  }
  await sql`drop trigger staged_rows_go_too on linked_accounts`.execute(db);
  await sql`drop function forget_staged_rows`.execute(db);
  await sql`drop table sync_stage_contents, sync_stage`.execute(db);
  await sql`
    create unlogged table sync_stage (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      sync_run_id uuid not null,
      model text not null,
      ordinal integer not null,
      candidate_id uuid not null,
      source_key text,
      owner_ordinal integer,
      remote_id text,
      person_remote_id text,
      work_id text,
      work_email text,
      personal_email text,
      name_key text,
      birth_date date,
      effective_date date,
      fields jsonb not null,
      fields_hash bytea not null,
      refs jsonb not null,
      enum_origins json,
      remote_data json,
      candidates jsonb,
      claimed_ids uuid[] not null default '{}',
      record_id uuid,
      person_id uuid,
      relations jsonb,
      fingerprint bytea,
      action text,
      problem text,
      kept_fields text[] not null default '{}',
      source_status text,
      primary key (linked_account_id, sync_run_id, model, ordinal)
    ) with (toast_tuple_target = 8160)`.execute(db);
}
