import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sync_runs (
      id uuid primary key,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      organization_id uuid not null references organizations on delete cascade,
      state text not null check (state in
        ('queued', 'running', 'succeeded', 'partially_succeeded', 'unchanged', 'held', 'failed')),
      trigger text not null check (trigger in ('link', 'schedule', 'request', 'follow_up')),
      is_initial boolean not null,
      -- Somebody asked again while this run was at work: one follow-up starts when it ends.
      is_rerun_requested boolean not null default false,
      lease_token bigint not null default 0,
      lease_until timestamptz,
      -- Starts of the run; a run that dies each time must end some day.
      attempt_count integer not null default 0,
      -- Set when the stage holds the whole source: a run that resumes after it need not fetch again.
      staged_at timestamptz,
      source_hash bytea,
      -- What the source looked like (columns, rows), as the connector said; see hris/snapshot.ts.
      source_summary jsonb,
      -- {model: {added, updated, deleted, unchanged, skipped}}
      counts jsonb,
      error_code text,
      error_message text,
      queued_at timestamptz not null default now(),
      -- When a job was last added for it: the sweep adds another one when that is long ago.
      enqueued_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz
    )`.execute(db);
  await sql`
    create unique index sync_runs_one_open on sync_runs (linked_account_id) where state in ('queued', 'running')`.execute(
    db,
  );
  await sql`create index sync_runs_list on sync_runs (linked_account_id, queued_at desc)`.execute(db);
  await sql`create index sync_runs_lease on sync_runs (lease_until) where state = 'running'`.execute(db);
  // Unlogged: a stage that a crash of Postgres empties is fetched again.
  await sql`
    create unlogged table sync_stage (
      -- With the account goes what was staged of it.
      linked_account_id uuid not null references linked_accounts on delete cascade,
      sync_run_id uuid not null,
      model text not null,
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
      fields jsonb not null,
      fields_hash bytea not null,
      refs jsonb not null,
      enum_origins json,
      remote_data json,
      -- From here on: what the sync finds out about the row.
      -- Existing people who share a signal with it, as hris/identity.ts takes them.
      candidates jsonb,
      -- Existing people it may be about: none of them counts as missing.
      claimed_ids uuid[] not null default '{}',
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
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sync_stage, sync_runs`.execute(db);
}
