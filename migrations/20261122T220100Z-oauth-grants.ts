import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table oauth_grants (
      id uuid primary key,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      -- The link session that tries it; null once it is the account's.
      link_session_id uuid references link_sessions on delete cascade,
      -- ended: the source knows it no more. revoking: we want it to end there; the row goes when it has.
      state text not null check (state in ('pending', 'active', 'ended', 'revoking')),
      sealed_access_token bytea not null,
      access_issued_at timestamptz not null,
      access_expires_at timestamptz not null,
      -- Null where the source gave none: then the grant ends with its access token.
      sealed_refresh_token bytea,
      refresh_expires_at timestamptz,
      scopes text[] not null,
      -- When it is due to be refreshed, or tried again; for a grant to revoke, when that is.
      due_at timestamptz not null,
      failure_count integer not null default 0,
      -- Written before the source is asked for new tokens, cleared with them: what it tells is how a crash was.
      refresh_started_at timestamptz,
      lease_token bigint not null default 0,
      lease_until timestamptz,
      created_at timestamptz not null,
      check ((state = 'pending') = (link_session_id is not null))
    )`.execute(db);
  await sql`
    create unique index oauth_grants_of_account on oauth_grants (linked_account_id)
     where state in ('active', 'ended')`.execute(db);
  await sql`
    create unique index oauth_grants_of_session on oauth_grants (link_session_id)
     where link_session_id is not null`.execute(db);
  await sql`
    create index oauth_grants_due on oauth_grants (due_at) where state in ('active', 'revoking')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table oauth_grants`.execute(db);
}
