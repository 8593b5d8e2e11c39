import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table inbound_messages
      -- Null where the door could not see them: mail that came by the HTTP hook or from a file.
      alter column remote_ip drop not null,
      alter column helo drop not null,
      alter column envelope_sender drop not null,
      -- What a held message looks like (hosts, header names, shapes), for a person to decide; nothing it says.
      add column shape jsonb`.execute(db);
  await sql`create index inbound_messages_of_a_day on inbound_messages (linked_account_id, received_at)`.execute(
    db,
  );
  await sql`create index inbound_messages_held on inbound_messages (received_at, id) where state = 'held'`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index inbound_messages_held, inbound_messages_of_a_day`.execute(db);
  await sql`
    update inbound_messages set remote_ip = coalesce(remote_ip, ''), helo = coalesce(helo, ''),
      envelope_sender = coalesce(envelope_sender, '')`.execute(db);
  await sql`
    alter table inbound_messages
      drop column shape,
      alter column remote_ip set not null,
      alter column helo set not null,
      alter column envelope_sender set not null`.execute(db);
}
