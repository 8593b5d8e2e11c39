import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table connector_overrides (
      id uuid primary key,
      -- For the whole deployment: a source's site is the same for every account.
      integration text not null,
      patch jsonb not null check (jsonb_typeof(patch) = 'object'),
      reason text not null,
      -- \`cli\`, or the name of the API key.
      approved_by text not null,
      created_at timestamptz not null,
      withdrawn_at timestamptz,
      withdrawn_by text
    )`.execute(db);
  await sql`
    create index connector_overrides_in_force on connector_overrides (integration, created_at, id)
      where withdrawn_at is null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table connector_overrides`.execute(db);
}
