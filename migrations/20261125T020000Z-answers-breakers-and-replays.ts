import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // The beginning of what the receiver said; null: nothing, or forgotten.
  await sql`alter table delivery_attempts add column answer text`.execute(db);
  await sql`
    alter table webhook_endpoints
      -- Attempts in a row to which no answer came; from a number on, one is tried at a time.
      add column failure_streak integer not null default 0,
      add column paused_until timestamptz`.execute(db);
  await sql`
    alter table webhook_deliveries
      -- Attempts before the schedule began anew.
      add column attempts_before integer not null default 0`.execute(db);
  await sql`
    create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint_id, created_at, id)`.execute(
    db,
  );
  await sql`
    create table webhook_replays (
      id uuid primary key,
      organization_id uuid not null,
      endpoint_id uuid not null references webhook_endpoints on delete cascade,
      since timestamptz not null,
      until timestamptz not null,
      which text not null check (which in ('failed', 'all')),
      -- Null: all that the endpoint gets.
      event_types text[],
      state text not null check (state in ('running', 'done')),
      -- Places in the change feed: the next event that is looked at, and the last one of the time; null: there was none.
      next_position bigint,
      last_position bigint,
      event_count integer not null default 0,
      queued_count integer not null default 0,
      pending_count integer not null default 0,
      created_at timestamptz not null,
      finished_at timestamptz
    )`.execute(db);
  await sql`create index webhook_replays_running on webhook_replays (created_at) where state = 'running'`.execute(
    db,
  );
  await sql`create index webhook_replays_of_endpoint on webhook_replays (endpoint_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table webhook_replays`.execute(db);
  await sql`drop index webhook_deliveries_of_endpoint`.execute(db);
  await sql`alter table webhook_deliveries drop column attempts_before`.execute(db);
  await sql`alter table webhook_endpoints drop column failure_streak, drop column paused_until`.execute(db);
  await sql`alter table delivery_attempts drop column answer`.execute(db);
}
