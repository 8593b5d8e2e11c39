import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table link_sessions
      -- When a step that the source did not answer is tried again; null while nothing waits for the source.
      add retry_at timestamptz,
      add retry_count integer not null default 0,
      -- When mail came for an address that is this one's but for a slip of the pen.
      add misaddressed_at timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table link_sessions drop retry_at, drop retry_count, drop misaddressed_at`.execute(db);
}
