import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table link_sessions
      -- The partner wants no link to be given on.
      add is_admin_link_hidden boolean not null default false,
      -- The end of every link that was given on since the partner's last link token; null: none was.
      add admin_links_end_at timestamptz`.execute(db);
  await sql`
    create table admin_links (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      id uuid not null,
      link_session_id uuid not null references link_sessions on delete cascade,
      channel text not null check (channel in ('copy', 'mail')),
      -- Name and address, until the mail is sent.
      sealed_recipient bytea,
      created_at timestamptz not null,
      sent_at timestamptz,
      primary key (linked_account_id, id)
    )`.execute(db);
  await sql`create index admin_links_of_session on admin_links (link_session_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table admin_links`.execute(db);
  await sql`alter table link_sessions drop is_admin_link_hidden, drop admin_links_end_at`.execute(db);
}
