import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table link_sessions
      -- By step that costs something: until when its allowance is spent ahead.
      add turns jsonb not null default '{}',
      -- The company that the check met, while the admin is asked whether it is the right one: id, name, people.
      add found_company jsonb,
      add sealed_found_tax_id bytea`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table link_sessions drop turns, drop found_company, drop sealed_found_tax_id`.execute(db);
}
