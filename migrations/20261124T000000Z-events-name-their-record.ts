import { sql, type Kysely } from 'kysely';

/** An event says which state of which record it tells; it holds no copy. Events of before hold theirs in `data`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox_events add column record_id uuid, add column record_sequence bigint`.execute(
    db,
  );
  await sql`
    alter table outbox_events add constraint outbox_events_record_check
      check ((record_id is null) = (record_sequence is null))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox_events drop column record_id, drop column record_sequence`.execute(db);
}
