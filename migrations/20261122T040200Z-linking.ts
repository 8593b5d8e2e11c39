import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table link_sessions (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      -- One of linking/link-session-states.ts, which also says what may follow what.
      state text not null,
      state_entered_at timestamptz not null,
      last_error_code text,
      consented_at timestamptz,
      -- Every link token of the session has ended at this time; a late invitation is accepted 14 days longer.
      token_expires_at timestamptz not null,
      public_token_hash bytea unique,
      public_token_expires_at timestamptz,
      public_token_used_at timestamptz,
      -- The one that works on this session now, fenced by a token that only grows.
      lease_token bigint not null default 0,
      lease_until timestamptz,
      created_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db);
  await sql`
    create unique index link_sessions_one_open on link_sessions (linked_account_id) where ended_at is null`.execute(
    db,
  );
  await sql`
    create table service_emails (
      linked_account_id uuid primary key references linked_accounts on delete cascade,
      -- 128 random bits; whoever knows the address may send to it, so it can't be guessed.
      local_part text not null unique,
      created_at timestamptz not null,
      -- Null: open for the account's life, once it is linked.
      accepts_mail_until timestamptz
    )`.execute(db);
  await sql`
    create table inbound_messages (
      id uuid primary key,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      received_at timestamptz not null,
      -- Hash of the bytes: the same message delivered twice is stored once.
      content_hash bytea not null,
      sealed_message bytea,
      remote_ip text not null,
      helo text not null,
      envelope_sender text not null,
      state text not null check (state in ('received', 'accepted', 'discarded', 'held')),
      -- Why it was discarded or held, as a code.
      reason text,
      unique (linked_account_id, content_hash)
    )`.execute(db);
  await sql`
    create table service_accounts (
      linked_account_id uuid primary key references linked_accounts on delete cascade,
      user_name text not null,
      sealed_invitation_url bytea,
      -- Sealed before the source learns it; \`password_set_at\` is written after.
      sealed_password bytea,
      password_set_at timestamptz,
      -- Sealed before it is confirmed at the source; \`authenticator_confirmed_at\` is written after.
      sealed_authenticator_secret bytea,
      authenticator_confirmed_at timestamptz,
      -- 30-second step of the last one-time code that was handed out; no step is used twice.
      last_code_step bigint,
      sealed_remote_session bytea,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table permission_checks (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      capability text not null,
      state text not null check (state in ('granted', 'missing', 'unknown')),
      checked_at timestamptz not null,
      primary key (linked_account_id, capability)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table permission_checks, service_accounts, inbound_messages, service_emails, link_sessions`.execute(
    db,
  );
}
