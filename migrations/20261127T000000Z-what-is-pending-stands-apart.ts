import { sql, type Kysely } from 'kysely';

/**
 * What is still to be sent stands in a narrow table: a claim writes a few bytes of it, and an outcome takes the row away. Of the
 * delivery itself no column that changes has an index any more, so that its outcome is a write of one row and of nothing beside it
 * (decision 0029).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pending_deliveries (
      delivery_id uuid primary key,
      endpoint_id uuid not null,
      next_attempt_at timestamptz not null,
      lease_until timestamptz,
      -- Of one claim alone; null: it is nobody's.
      lease_token bigint
    ) with (fillfactor = 70)`.execute(db);
  await sql`create sequence delivery_lease_tokens`.execute(db);
  await sql`
    insert into pending_deliveries (delivery_id, endpoint_id, next_attempt_at, lease_until)
    select id, endpoint_id, next_attempt_at, lease_until from webhook_deliveries where state = 'pending'`.execute(
    db,
  );
  await sql`
    create index pending_deliveries_due on pending_deliveries (endpoint_id, next_attempt_at, delivery_id)`.execute(
    db,
  );
  await sql`drop index webhook_deliveries_due`.execute(db);
  await sql`
    alter table webhook_deliveries drop column next_attempt_at, drop column lease_until, drop column lease_token`.execute(
    db,
  );
  await forgetWith(db, 'outbox_events', [
    ...OF_EVENTS,
    'delete from pending_deliveries p using gone, webhook_deliveries d where d.event_id = gone.id and p.delivery_id = d.id',
    DELIVERIES_OF_EVENTS,
  ]);
  await forgetWith(db, 'webhook_endpoints', [
    'delete from pending_deliveries p using gone where p.endpoint_id = gone.id',
    DELIVERIES_OF_ENDPOINTS,
  ]);
  await forgetWith(db, 'webhook_deliveries', [
    'delete from pending_deliveries p using gone where p.delivery_id = gone.id',
    ATTEMPTS_OF_DELIVERIES,
  ]);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table webhook_deliveries add column next_attempt_at timestamptz, add column lease_until timestamptz,
                                   add column lease_token bigint not null default 0`.execute(db);
  await sql`
    update webhook_deliveries d set next_attempt_at = p.next_attempt_at, lease_until = p.lease_until
      from pending_deliveries p where p.delivery_id = d.id`.execute(db);
  await sql`
    create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_attempt_at, id)
     where state = 'pending'`.execute(db);
  await forgetWith(db, 'outbox_events', [...OF_EVENTS, DELIVERIES_OF_EVENTS]);
  await forgetWith(db, 'webhook_endpoints', [DELIVERIES_OF_ENDPOINTS]);
  await forgetWith(db, 'webhook_deliveries', [ATTEMPTS_OF_DELIVERIES]);
  await sql`drop table pending_deliveries`.execute(db);
  await sql`drop sequence delivery_lease_tokens`.execute(db);
}

const OF_EVENTS = [
  'delete from undispatched_events u using gone where u.occurred_at = gone.occurred_at and u.event_id = gone.id',
  'delete from event_positions p using gone where p.event_id = gone.id',
];
const DELIVERIES_OF_EVENTS = 'delete from webhook_deliveries d using gone where d.event_id = gone.id';
const DELIVERIES_OF_ENDPOINTS = 'delete from webhook_deliveries d using gone where d.endpoint_id = gone.id';
const ATTEMPTS_OF_DELIVERIES = 'delete from former_attempts a using gone where a.delivery_id = gone.id';

/**
 * What follows when rows of `table`, known as `gone`, are deleted. What is pending goes before its delivery: in this order outcomes
 * are written too.
 */
async function forgetWith(db: Kysely<unknown>, table: string, statements: string[]): Promise<void> {
  const steps = statements.map((statement) => `execute '${statement}';`).join('\n      ');
  await sql
    .raw(
      `create or replace function forget_what_came_of_${table}() returns trigger language plpgsql as $$
    begin
      ${steps}
      return null;
    end $$`,
    )
    .execute(db);
}
