import { sql, type Kysely } from 'kysely';

/**
 * An event's row is never written again: what waits to be dispatched stands in a queue, and its place in the change feed in a
 * narrow table of its own. To change the row took a new copy of all it tells, and an entry in each of its indexes. What
 * refers to events, endpoints and deliveries goes with them once for each statement, where a foreign key looks at each row
 * (decision 0027).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createQueue(db);
  await createPlaces(db);
  await sql`alter table outbox_events drop column dispatched_at, drop column position`.execute(db);
  await sql`
    alter table webhook_deliveries drop constraint webhook_deliveries_event_id_fkey,
                                   drop constraint webhook_deliveries_endpoint_id_fkey`.execute(db);
  await sql`alter table delivery_attempts drop constraint delivery_attempts_delivery_id_fkey`.execute(db);
  await forgetWithEvents(db);
  await forgetWithEndpoints(db);
  await forgetWithDeliveries(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['outbox_events', 'webhook_endpoints', 'webhook_deliveries']) {
    await sql.raw(`drop trigger forget_what_came_of_${table} on ${table}`).execute(db);
    await sql.raw(`drop function forget_what_came_of_${table}`).execute(db);
  }
  await sql`drop trigger queue_events on outbox_events`.execute(db);
  await sql`drop function queue_events`.execute(db);
  await sql`
    alter table outbox_events add column dispatched_at timestamptz, add column position bigint`.execute(db);
  await sql`
    update outbox_events e set dispatched_at = e.occurred_at
     where not exists (select from undispatched_events u where u.occurred_at = e.occurred_at and u.event_id = e.id)`.execute(
    db,
  );
  await sql`
    update outbox_events e set position = p.position from event_positions p where p.event_id = e.id`.execute(
    db,
  );
  await sql`drop table undispatched_events, event_positions`.execute(db);
  await sql`create unique index outbox_events_feed on outbox_events (organization_id, position) where position is not null`.execute(
    db,
  );
  await sql`create index outbox_events_undispatched on outbox_events (occurred_at, id) where dispatched_at is null`.execute(
    db,
  );
  await sql`
    alter table webhook_deliveries add foreign key (event_id) references outbox_events on delete cascade,
                                   add foreign key (endpoint_id) references webhook_endpoints on delete cascade`.execute(
    db,
  );
  await sql`
    alter table delivery_attempts add foreign key (delivery_id) references webhook_deliveries on delete cascade`.execute(
    db,
  );
}

/** Whoever adds an event, the database queues it: none can be left out. */
async function createQueue(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table undispatched_events (
      occurred_at timestamptz not null,
      event_id uuid not null,
      primary key (occurred_at, event_id))`.execute(db);
  await sql`
    insert into undispatched_events select occurred_at, id from outbox_events where dispatched_at is null`.execute(
    db,
  );
  await sql`
    create function queue_events() returns trigger language plpgsql as $$
    begin
      insert into undispatched_events select occurred_at, id from added;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger queue_events after insert on outbox_events referencing new table as added
      for each statement execute function queue_events()`.execute(db);
}

async function createPlaces(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event_positions (
      event_id uuid primary key,
      organization_id uuid not null,
      position bigint not null,
      unique (organization_id, position))`.execute(db);
  await sql`
    insert into event_positions (event_id, organization_id, position)
    select id, organization_id, position from outbox_events where position is not null`.execute(db);
}

/**
 * The queue comes first: who deletes an event that is just being dispatched waits there for the end of it, and then sees the
 * place and the deliveries that came of it.
 */
function forgetWithEvents(db: Kysely<unknown>): Promise<void> {
  return forgetWith(db, 'outbox_events', [
    'delete from undispatched_events u using gone where u.occurred_at = gone.occurred_at and u.event_id = gone.id',
    'delete from event_positions p using gone where p.event_id = gone.id',
    'delete from webhook_deliveries d using gone where d.event_id = gone.id',
  ]);
}

function forgetWithEndpoints(db: Kysely<unknown>): Promise<void> {
  return forgetWith(db, 'webhook_endpoints', [
    'delete from webhook_deliveries d using gone where d.endpoint_id = gone.id',
  ]);
}

function forgetWithDeliveries(db: Kysely<unknown>): Promise<void> {
  return forgetWith(db, 'webhook_deliveries', [
    'delete from delivery_attempts a using gone where a.delivery_id = gone.id',
  ]);
}

/**
 * When rows of `table` are deleted, known as `gone`, these statements follow. They are planned each time: a plan that a session
 * made while the tables were small would read all of them later.
 */
async function forgetWith(db: Kysely<unknown>, table: string, statements: string[]): Promise<void> {
  const name = `forget_what_came_of_${table}`;
  const steps = statements.map((statement) => `execute '${statement}';`).join('\n      ');
  await sql
    .raw(
      `create function ${name}() returns trigger language plpgsql as $$
    begin
      ${steps}
      return null;
    end $$`,
    )
    .execute(db);
  await sql
    .raw(
      `create trigger ${name} after delete on ${table} referencing old table as gone
         for each statement execute function ${name}()`,
    )
    .execute(db);
}
