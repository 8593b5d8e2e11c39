import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What a person may answer to the issue: the row in question and the records that it may be about.
  await sql`alter table issues add column question jsonb`.execute(db);
  await sql`create index issues_of_account on issues (linked_account_id, first_incident_time, id)`.execute(
    db,
  );
  await sql`
    create table identity_answers (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      -- Keyed hash of what the row of the source tells of its person.
      row_key bytea not null,
      -- The row is about this record ('same'), or about none of these ('different').
      action text not null check (action in ('same', 'different')),
      record_ids uuid[] not null,
      issue_id uuid not null,
      answered_at timestamptz not null,
      primary key (linked_account_id, row_key)
    )`.execute(db);
  await sql`
    create table webhook_receivers (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      organization_id uuid not null references organizations on delete cascade,
      -- Null: of every endpoint.
      endpoint_id uuid references webhook_endpoints on delete cascade,
      event text not null,
      is_active boolean not null,
      modified_at timestamptz not null,
      unique nulls not distinct (linked_account_id, event, endpoint_id)
    )`.execute(db);
  await sql`create index webhook_receivers_of_endpoint on webhook_receivers (endpoint_id)`.execute(db);
  // Null: what the deployment requires.
  await sql`alter table linked_accounts add column required_capabilities text[]`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table linked_accounts drop column required_capabilities`.execute(db);
  await sql`drop table webhook_receivers, identity_answers`.execute(db);
  await sql`drop index issues_of_account`.execute(db);
  await sql`alter table issues drop column question`.execute(db);
}
