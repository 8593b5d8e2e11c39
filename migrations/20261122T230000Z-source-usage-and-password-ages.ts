import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What was asked of the source on a day (UTC), against the account's daily budget.
  await sql`
    create table source_usage (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      day date not null,
      what text not null check (what in ('sign_in', 'report')),
      count integer not null,
      primary key (linked_account_id, day, what)
    )`.execute(db);
  await sql`
    create table password_ages (
      id uuid primary key,
      linked_account_id uuid not null unique references linked_accounts on delete cascade,
      expires_at timestamptz,
      next_check_at timestamptz not null,
      -- Sealed before it is sent; as long as it stands here, it or the account's password is the valid one.
      sealed_new_password bytea,
      lease_token bigint not null default 0,
      lease_until timestamptz
    )`.execute(db);
  await sql`create index password_ages_due on password_ages (next_check_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table password_ages, source_usage`.execute(db);
}
