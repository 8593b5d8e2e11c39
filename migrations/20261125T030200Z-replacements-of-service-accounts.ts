import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table link_sessions add is_replacement boolean not null default false`.execute(db);
  await sql`
    alter table service_emails
      add replaced_local_part text unique,
      -- Null while the log-in of the replaced address is still the one in use.
      add replaced_at timestamptz`.execute(db);
  await sql`alter table inbound_messages add is_to_replaced boolean not null default false`.execute(db);
  await sql`
    alter table service_accounts
      -- Being set up beside the account's own, which stays in use until this one is proven.
      add is_replacement boolean not null default false,
      drop constraint service_accounts_pkey,
      add primary key (linked_account_id, is_replacement)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from service_accounts where is_replacement`.execute(db);
  await sql`
    alter table service_accounts drop constraint service_accounts_pkey,
      drop is_replacement, add primary key (linked_account_id)`.execute(db);
  await sql`alter table inbound_messages drop is_to_replaced`.execute(db);
  await sql`alter table service_emails drop replaced_local_part, drop replaced_at`.execute(db);
  await sql`alter table link_sessions drop is_replacement`.execute(db);
}
