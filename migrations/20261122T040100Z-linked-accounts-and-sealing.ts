import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table linked_accounts (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      integration text not null,
      end_user_origin_id text not null,
      -- Null where the partner named none: some callers send the origin id alone.
      end_user_organization_name text,
      end_user_email_address text,
      status text not null check (status in ('COMPLETE', 'INCOMPLETE', 'RELINK_NEEDED', 'IDLE')),
      status_detail text,
      connection_method text not null check (connection_method in ('service_account', 'credentials', 'oauth')),
      -- The employer's id at the source, learnt when the account is linked; a relink must meet the same one.
      remote_company_id text,
      -- The company as the source names it: from the invitation at first, from the signed-in pages when linked.
      remote_company_name text,
      time_zone text not null default 'America/New_York',
      sync_interval_seconds integer not null check (sync_interval_seconds between 600 and 86400),
      -- Null while the account must not be synced by schedule.
      next_sync_at timestamptz,
      -- When the source was last read whole, also when nothing had changed.
      data_fresh_as_of timestamptz,
      -- What each report looked like when it was last accepted (columns, final newline): a lost column is noticed by it.
      source_shapes jsonb not null default '{}',
      -- Hash of the whole source as last applied: the same bytes again are no work.
      source_hash bytea,
      account_token_hash bytea unique,
      -- The same token, sealed: a relink's exchange answers with the token that the partner has already.
      sealed_account_token bytea,
      previous_account_token_hash bytea unique,
      previous_account_token_expires_at timestamptz,
      is_test_account boolean not null,
      created_at timestamptz not null default now(),
      completed_at timestamptz,
      unique (organization_id, end_user_origin_id)
    )`.execute(db);
  await sql`create index linked_accounts_due on linked_accounts (next_sync_at) where next_sync_at is not null`.execute(
    db,
  );
  await sql`create index linked_accounts_list on linked_accounts (organization_id, created_at, id)`.execute(
    db,
  );
  await sql`
    create table data_keys (
      id uuid primary key,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      -- The data key, wrapped by the key-encryption key named beside it. Deleting the row shreds all it sealed.
      wrapped_key bytea not null,
      key_encryption_key_id text not null,
      created_at timestamptz not null default now(),
      unique (linked_account_id)
    )`.execute(db);
  await sql`
    create table organization_data_keys (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      wrapped_key bytea not null,
      key_encryption_key_id text not null,
      created_at timestamptz not null default now(),
      unique (organization_id)
    )`.execute(db);
  await sql`
    create table issues (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      code text not null,
      -- What the issue is about within its code (a report, a permission): one open issue each.
      subject text not null default '',
      error_description text not null,
      error_details text[] not null default '{}',
      status text not null check (status in ('ONGOING', 'RESOLVED')),
      is_muted boolean not null default false,
      first_incident_time timestamptz not null,
      last_incident_time timestamptz not null,
      resolved_at timestamptz
    )`.execute(db);
  await sql`
    create unique index issues_one_open on issues (linked_account_id, code, subject) where status = 'ONGOING'`.execute(
    db,
  );
  await sql`create index issues_list on issues (organization_id, first_incident_time, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table issues, organization_data_keys, data_keys, linked_accounts`.execute(db);
}
