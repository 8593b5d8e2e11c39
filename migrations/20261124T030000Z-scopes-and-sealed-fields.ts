import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Fields by enabled model; null: nobody has chosen, and all that is not sensitive is read.
  await sql`alter table organizations add column default_scopes jsonb`.execute(db);
  await sql`
    alter table linked_accounts
      add column scopes jsonb,
      -- Counts the changes of the scopes.
      add column scopes_version integer not null default 0,
      -- Up to this change, what is stored has been brought in line.
      add column scopes_applied_version integer not null default 0,
      -- Fields that people and places are known by, of which keyed hashes are stored: 'Employee.work_email'.
      add column keyed_fields text[] not null default '{}'`.execute(db);
  await sql`
    alter table link_sessions
      -- What this session asks for.
      add column scopes jsonb,
      -- What the admin agreed to, as it was then.
      add column consented_scopes jsonb`.execute(db);
  // The scopes by which the run staged.
  await sql`alter table sync_runs add column scopes_version integer not null default 0`.execute(db);
  await sql`
    create table sealed_fields (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      model text not null,
      record_id uuid not null,
      field text not null,
      sealed bytea not null,
      -- A keyed hash: equal for equal values of one account.
      fingerprint bytea not null,
      primary key (linked_account_id, model, record_id, field)
    )`.execute(db);
  await sql`alter table sync_stage add column sealed_hash bytea`.execute(db);
  // {field: base64}
  await sql`alter table sync_stage_contents add column sealed_fields json`.execute(db);
  // A keyed hash may stand in the place of the day.
  await sql`alter table employees alter column birth_date type text using birth_date::text`.execute(db);
  await sql`alter table sync_stage alter column birth_date type text using birth_date::text`.execute(db);
  await forgetPlainNumbers(db);
}

/** What was stored before it was sealed is forgotten; where it is wanted, the next reading brings it sealed. */
async function forgetPlainNumbers(db: Kysely<unknown>): Promise<void> {
  const without = sql`(
    select json_object_agg(entry.key, case entry.key when 'ssn' then 'null'::json else entry.value end order by entry.position)
      from json_each(body) with ordinality entry(key, value, position))`;
  await sql`
    update employees set body = ${without}, beside_hash = null where body->>'ssn' is not null`.execute(db);
  await sql`
    update record_versions set body = ${without} where model = 'employee' and body->>'ssn' is not null`.execute(
    db,
  );
  // Not the rows alone: who is missing in a stage is gone.
  await sql`
    with holding as (
      select distinct sync_run_id from sync_stage_contents where own_fields like '%"ssn":"%'),
    contents as (
      delete from sync_stage_contents using holding where sync_stage_contents.sync_run_id = holding.sync_run_id)
    delete from sync_stage using holding where sync_stage.sync_run_id = holding.sync_run_id`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`truncate sync_stage, sync_stage_contents`.execute(db);
  await sql`
    alter table sync_stage drop column sealed_hash,
      alter column birth_date type date using case when birth_date ~ '^\\d{4}-' then birth_date::date end`.execute(
    db,
  );
  await sql`alter table sync_stage_contents drop column sealed_fields`.execute(db);
  await sql`
    alter table employees
      alter column birth_date type date using case when birth_date ~ '^\\d{4}-' then birth_date::date end`.execute(
    db,
  );
  await sql`drop table sealed_fields`.execute(db);
  await sql`alter table sync_runs drop column scopes_version`.execute(db);
  await sql`alter table link_sessions drop column scopes, drop column consented_scopes`.execute(db);
  await sql`
    alter table linked_accounts drop column scopes, drop column scopes_version, drop column scopes_applied_version,
      drop column keyed_fields`.execute(db);
  await sql`alter table organizations drop column default_scopes`.execute(db);
}
