import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_endpoint_secrets (
      id uuid primary key,
      organization_id uuid not null,
      endpoint_id uuid not null references webhook_endpoints on delete cascade,
      sealed bytea not null,
      created_at timestamptz not null,
      -- Null: the current one. A former one signs along until then.
      expires_at timestamptz
    )`.execute(db);
  await sql`
    create unique index webhook_endpoint_secrets_current on webhook_endpoint_secrets (endpoint_id)
     where expires_at is null`.execute(db);
  await sql`create index webhook_endpoint_secrets_of_endpoint on webhook_endpoint_secrets (endpoint_id)`.execute(
    db,
  );
  await sql`
    insert into webhook_endpoint_secrets (id, organization_id, endpoint_id, sealed, created_at)
    select gen_random_uuid(), organization_id, id, sealed_secret, created_at from webhook_endpoints`.execute(
    db,
  );
  await sql`
    alter table webhook_endpoints
      drop column sealed_secret,
      add column format text not null default 'standard' check (format in ('standard', 'merge')),
      add column payload text not null default 'full' check (payload in ('full', 'thin')),
      -- Null: all of the organization's accounts.
      add column linked_account_ids uuid[],
      add column header_names text[] not null default '{}',
      -- Names and values, as JSON: a value may be a secret of the receiver's.
      add column sealed_headers bytea`.execute(db);
}

/** Former secrets are gone then: the current one alone signs, as it did before. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webhook_endpoints add column sealed_secret bytea`.execute(db);
  await sql`
    update webhook_endpoints e set sealed_secret = s.sealed
      from webhook_endpoint_secrets s where s.endpoint_id = e.id and s.expires_at is null`.execute(db);
  await sql`
    alter table webhook_endpoints
      alter column sealed_secret set not null,
      drop column format, drop column payload, drop column linked_account_ids,
      drop column header_names, drop column sealed_headers`.execute(db);
  await sql`drop table webhook_endpoint_secrets`.execute(db);
}
