import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index link_sessions_open on link_sessions (organization_id, created_at, id) where ended_at is null`.execute(
    db,
  );
  await sql`create index link_sessions_by_organization on link_sessions (organization_id, created_at, id)`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index link_sessions_open, link_sessions_by_organization`.execute(db);
}
