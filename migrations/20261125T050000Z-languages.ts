import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table organizations
      -- In which its employers' admins are spoken to; null: English.
      add column default_language text check (default_language in ('en', 'de'))`.execute(db);
  await sql`
    alter table link_sessions
      -- As the partner asked for it, and as the person chose it, which counts more; null: as the organization says.
      add column asked_language text check (asked_language in ('en', 'de')),
      add column chosen_language text check (chosen_language in ('en', 'de'))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table organizations drop column default_language`.execute(db);
  await sql`alter table link_sessions drop column asked_language, drop column chosen_language`.execute(db);
}
