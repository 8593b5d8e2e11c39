import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table model_coverage (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      model text not null,
      -- Whether the last reading of everything could see the model whole.
      is_covered boolean not null,
      -- When it was last read whole.
      data_fresh_as_of timestamptz not null,
      primary key (linked_account_id, model)
    )`.execute(db);
  // Fields that the row could not see: its record keeps what it has there.
  await sql`alter table sync_stage add column kept_fields text[] not null default '{}'`.execute(db);
  await sql`
    alter table linked_accounts
      -- Work e-mail or full name of who reports to nobody; null: unknown.
      add column organization_head text,
      -- How the source was reached when a reading was last applied: another way in sees other things.
      add column applied_method text`.execute(db);
  // What is synced already was read the one way there was.
  await sql`
    update linked_accounts set applied_method = connection_method where data_fresh_as_of is not null`.execute(
    db,
  );
  // Since when a permission that was there is gone; null while it is there, or was never given.
  await sql`alter table permission_checks add column lost_at timestamptz`.execute(db);
  // Told by a reading, and over as soon as a later reading does not tell it again.
  await sql`alter table issues add column is_source_notice boolean not null default false`.execute(db);
  // Only news of the source asked again: the follow-up need not read everything.
  await sql`alter table sync_runs add column is_rerun_targeted boolean not null default false`.execute(db);
  await sql`alter table sync_runs drop constraint sync_runs_trigger_check`.execute(db);
  await sql`
    alter table sync_runs add constraint sync_runs_trigger_check
      check (trigger in ('link', 'schedule', 'request', 'follow_up', 'source_event'))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update sync_runs set trigger = 'request' where trigger = 'source_event'`.execute(db);
  await sql`alter table sync_runs drop constraint sync_runs_trigger_check`.execute(db);
  await sql`
    alter table sync_runs add constraint sync_runs_trigger_check
      check (trigger in ('link', 'schedule', 'request', 'follow_up'))`.execute(db);
  await sql`alter table sync_runs drop column is_rerun_targeted`.execute(db);
  await sql`alter table issues drop column is_source_notice`.execute(db);
  await sql`alter table permission_checks drop column lost_at`.execute(db);
  await sql`alter table linked_accounts drop column organization_head, drop column applied_method`.execute(
    db,
  );
  await sql`alter table sync_stage drop column kept_fields`.execute(db);
  await sql`drop table model_coverage`.execute(db);
}
