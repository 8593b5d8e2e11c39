import { sql, type Kysely } from 'kysely';

/** A look at the organization for each event costs a first sync seconds; a trigger takes the events with it all the same. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox_events drop constraint outbox_events_organization_id_fkey`.execute(db);
  await sql`
    create function forget_events() returns trigger language plpgsql as $$
    begin
      delete from outbox_events where organization_id = old.id;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger events_go_too after delete on organizations for each row execute function forget_events()`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger events_go_too on organizations`.execute(db);
  await sql`drop function forget_events`.execute(db);
  await sql`
    alter table outbox_events add constraint outbox_events_organization_id_fkey
      foreign key (organization_id) references organizations on delete cascade`.execute(db);
}
