import { sql, type Kysely } from 'kysely';

const KINDS = `'run_changed', 'run_held', 'failure', 'recovery', 'reminder', 'digest'`;

/** Null as the linked account: it is about the organization. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['issues', 'notifications', 'notification_mails']) {
    await sql`alter table ${sql.table(table)} alter column linked_account_id drop not null`.execute(db);
  }
  await sql`
    create unique index issues_one_open_of_organization on issues (organization_id, code, subject)
     where linked_account_id is null and status = 'ONGOING'`.execute(db);
  await replaceKinds(db, `${KINDS}, 'endpoint_disabled'`);
  await sql`alter table organizations add column notification_addresses text[] not null default '{}'`.execute(
    db,
  );
}

/** What is about an organization has no place then. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table organizations drop column notification_addresses`.execute(db);
  for (const table of ['notification_mails', 'notifications', 'issues']) {
    await sql`delete from ${sql.table(table)} where linked_account_id is null`.execute(db);
    await sql`alter table ${sql.table(table)} alter column linked_account_id set not null`.execute(db);
  }
  await replaceKinds(db, KINDS);
  await sql`drop index issues_one_open_of_organization`.execute(db);
}

async function replaceKinds(db: Kysely<unknown>, kinds: string): Promise<void> {
  await sql`alter table notifications drop constraint notifications_kind_check`.execute(db);
  await sql`
    alter table notifications add constraint notifications_kind_check check (kind in (${sql.raw(kinds)}))`.execute(
    db,
  );
}
