import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table source_events (
      integration text not null,
      -- The source's own: the same event again is no news.
      event_id text not null,
      received_at timestamptz not null,
      primary key (integration, event_id)
    )`.execute(db);
  await sql`create index source_events_received on source_events (received_at)`.execute(db);
  // Where an employer lands who starts at the source's own list of integrations.
  await sql`alter table organizations add column hub_page_url text`.execute(db);
  await sql`
    create table hub_handovers (
      token_hash bytea primary key,
      organization_id uuid not null references organizations on delete cascade,
      integration text not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      -- Who used it: the same call again is no second use.
      linked_account_id uuid references linked_accounts on delete cascade
    )`.execute(db);
  await sql`create index hub_handovers_expiry on hub_handovers (expires_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table hub_handovers, source_events`.execute(db);
  await sql`alter table organizations drop column hub_page_url`.execute(db);
}
