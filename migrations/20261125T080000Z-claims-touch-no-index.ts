import { sql, type Kysely } from 'kysely';

/**
 * A claim changes no column that an index has, and finds room on its page: it is a write of one row and of nothing beside it.
 * The key by event and endpoint serves what looked for an event's deliveries.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index webhook_deliveries_leased`.execute(db);
  await sql`alter table webhook_deliveries set (fillfactor = 60)`.execute(db);
  await sql`alter table webhook_deliveries add unique (event_id, endpoint_id)`.execute(db);
  await sql`alter table webhook_deliveries drop constraint webhook_deliveries_endpoint_id_event_id_key`.execute(
    db,
  );
  await sql`drop index webhook_deliveries_event`.execute(db);
}
