import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table organizations (
      id uuid primary key,
      name text not null,
      -- First name of the service account inside the employer's Justworks; the admin sees it in their member list.
      service_first_name text not null,
      -- Pages that may frame the modal: exact origins.
      allowed_origins text[] not null default '{}',
      support_contact text,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table api_keys (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      environment text not null check (environment in ('test', 'live')),
      -- The first characters, so that a person recognises a key in a list; not secret.
      prefix text not null,
      key_hash bytea not null unique,
      created_at timestamptz not null default now(),
      revoked_at timestamptz
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table api_keys, organizations`.execute(db);
}
