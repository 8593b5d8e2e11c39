import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // An unchanged run looks for whoever was missed before: a few of many.
  await sql`
    create index employees_missed on employees (linked_account_id)
     where missed_runs > 0 and not remote_was_deleted`.execute(db);
  // Each tick asks whose day begins.
  await sql`
    create index linked_accounts_clock on linked_accounts (next_clock_at, id)
     where next_clock_at is not null`.execute(db);
  // And who must be linked again.
  await sql`
    create index linked_accounts_relink on linked_accounts (id)
     where status = 'RELINK_NEEDED'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index linked_accounts_relink, linked_accounts_clock, employees_missed`.execute(db);
}
