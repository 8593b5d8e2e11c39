import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table change_feeds (
      organization_id uuid primary key references organizations on delete cascade,
      -- The highest position that retention has deleted: who has not read as far has missed something.
      deleted_to bigint not null
    )`.execute(db);
  // Retention asks for an event's deliveries, and deletes them with it.
  await sql`create index webhook_deliveries_event on webhook_deliveries (event_id)`.execute(db);
  // The source's own words go with the state that they belong to.
  await sql`alter table record_versions add column enum_origins json`.execute(db);
  // Which run brought a record: the one that ended in the same transaction.
  await sql`
    create index sync_runs_finished on sync_runs (linked_account_id, finished_at) where finished_at is not null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index sync_runs_finished, webhook_deliveries_event`.execute(db);
  await sql`alter table record_versions drop column enum_origins`.execute(db);
  await sql`drop table change_feeds`.execute(db);
}
