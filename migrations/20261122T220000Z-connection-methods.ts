import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table link_sessions
      add column connection_method text not null default 'service_account'
        check (connection_method in ('service_account', 'credentials', 'oauth')),
      add column is_from_hub boolean not null default false,
      -- The consent's round trip through the browser: its answer is known by this hash alone, once, for 15 minutes.
      add column authorization_state_hash bytea unique,
      add column authorization_state_expires_at timestamptz,
      -- Sealed before the callback is answered. \`exchanged_at\` is written before the source is asked: it takes a code once.
      add column sealed_authorization_code bytea,
      add column authorization_code_exchanged_at timestamptz,
      -- Companies of a log-in that has several, as {id, name}, and the one that the admin chose.
      add column company_choices jsonb,
      add column chosen_company_id text`.execute(db);
  // Two ways into one company may name it by different ids; its tax id tells that it is the same.
  await sql`alter table linked_accounts add column sealed_remote_tax_id bytea`.execute(db);
  await sql`
    create table log_ins (
      id uuid primary key,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      -- Set: what a link session tries. Null: what the account works with.
      link_session_id uuid references link_sessions on delete cascade,
      sealed_user_name bytea not null,
      sealed_password bytea not null,
      sealed_authenticator_secret bytea not null,
      -- Keyed hashes: of user name and password, and of these with the authenticator's secret.
      password_fingerprint bytea not null,
      code_fingerprint bytea not null,
      -- Sign-ins that were begun and of whose end nothing is known.
      open_attempts integer not null default 0,
      last_code_step bigint,
      sealed_remote_session bytea,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create unique index log_ins_of_account on log_ins (linked_account_id) where link_session_id is null`.execute(
    db,
  );
  await sql`
    create unique index log_ins_of_session on log_ins (link_session_id) where link_session_id is not null`.execute(
    db,
  );
  await sql`
    create table refused_log_ins (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      fingerprint bytea not null,
      refused_at timestamptz not null,
      primary key (linked_account_id, fingerprint)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table refused_log_ins, log_ins`.execute(db);
  await sql`alter table linked_accounts drop column sealed_remote_tax_id`.execute(db);
  await sql`
    alter table link_sessions
      drop column connection_method, drop column is_from_hub, drop column authorization_state_hash,
      drop column authorization_state_expires_at, drop column sealed_authorization_code,
      drop column authorization_code_exchanged_at, drop column company_choices, drop column chosen_company_id`.execute(
    db,
  );
}
