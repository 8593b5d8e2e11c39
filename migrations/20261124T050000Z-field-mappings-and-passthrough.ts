import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table field_targets (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      -- Null: one name for all of the organization's accounts.
      linked_account_id uuid references linked_accounts on delete cascade,
      model text not null,
      name text not null,
      description text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create unique index field_targets_of_organization on field_targets (organization_id, model, name)
      where linked_account_id is null`.execute(db);
  await sql`
    create unique index field_targets_of_account on field_targets (linked_account_id, model, name)
      where linked_account_id is not null`.execute(db);
  await sql`
    create table field_mappings (
      id uuid primary key,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      target_id uuid not null references field_targets on delete cascade,
      model text not null,
      -- Where the value stands in a record's remote data.
      remote_method text not null,
      remote_url_path text not null,
      -- Keys from the row's root to the value: texts, and numbers for places in lists.
      traversal_path jsonb not null check (jsonb_typeof(traversal_path) = 'array'),
      -- Over what the path leads to.
      jmes_path text,
      created_at timestamptz not null default now(),
      modified_at timestamptz not null default now(),
      unique (linked_account_id, target_id)
    )`.execute(db);
  await sql`create index field_mappings_of_target on field_mappings (target_id)`.execute(db);
  // Counts up with every change of the mappings: what was read under another one is read again.
  await sql`alter table linked_accounts add column field_mappings_version integer not null default 0`.execute(
    db,
  );
  // What the row's mappings come to, as it stands in the body, and the mappings that failed on it.
  await sql`alter table sync_stage_contents add column field_mappings text`.execute(db);
  await sql`alter table sync_stage add column failed_mappings uuid[]`.execute(db);
  await sql`
    create table passthrough_receipts (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      sealed_request bytea not null,
      -- Null while the call waits or is under way.
      answered_at timestamptz,
      sealed_answer bytea,
      -- Why there is no answer: an error of ours, by its kind and code.
      error_kind text,
      error_code text,
      error_message text,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index passthrough_receipts_by_account on passthrough_receipts (linked_account_id, id)`.execute(
    db,
  );
  await sql`create index passthrough_receipts_by_end on passthrough_receipts (expires_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table passthrough_receipts`.execute(db);
  await sql`alter table sync_stage drop column failed_mappings`.execute(db);
  await sql`alter table sync_stage_contents drop column field_mappings`.execute(db);
  await sql`alter table linked_accounts drop column field_mappings_version`.execute(db);
  await sql`drop table field_mappings, field_targets`.execute(db);
}
