import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // The status as the source says it; fields.employment_status is what it comes to on the day of the reading.
  await sql`alter table sync_stage add column source_status text`.execute(db);
  // A row lives for minutes and is rewritten as it is resolved: to compress it, or to keep parts of it elsewhere, costs more.
  await sql`alter table sync_stage set (toast_tuple_target = 8160)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sync_stage reset (toast_tuple_target)`.execute(db);
  await sql`alter table sync_stage drop column source_status`.execute(db);
}
