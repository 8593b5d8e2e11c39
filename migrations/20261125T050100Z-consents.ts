import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table consents (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      link_session_id uuid not null unique,
      given_at timestamptz not null,
      person_name text not null,
      -- As the partner told it of whom it sent; the person need not be the same.
      told_email text,
      employer_name text not null,
      connection_method text not null check (connection_method in ('service_account', 'credentials', 'oauth')),
      language text not null check (language in ('en', 'de')),
      scopes jsonb not null,
      -- Word by word what stood on the page, and its SHA-256.
      text text not null,
      text_hash bytea not null
    )`.execute(db);
  await sql`create index consents_of_account on consents (linked_account_id, given_at, id)`.execute(db);
  await sql`
    create function refuse_changed_consent() returns trigger language plpgsql as $$
    begin
      raise exception 'What somebody agreed to is not changed afterwards.';
    end $$`.execute(db);
  await sql`
    create trigger consents_stay_as_given before update on consents
      for each row execute function refuse_changed_consent()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table consents`.execute(db);
  await sql`drop function refuse_changed_consent`.execute(db);
}
