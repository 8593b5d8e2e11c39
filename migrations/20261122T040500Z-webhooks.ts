import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outbox_events (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      -- No reference: the event of an account's end outlives the account.
      linked_account_id uuid,
      type text not null,
      -- \`data\` of the webhook body, ready to be sent; the type and the time stand beside it.
      data json not null,
      occurred_at timestamptz not null,
      -- Set when a delivery exists for each endpoint that wants the event.
      dispatched_at timestamptz
    )`.execute(db);
  await sql`create index outbox_events_undispatched on outbox_events (occurred_at, id) where dispatched_at is null`.execute(
    db,
  );
  await sql`create index outbox_events_list on outbox_events (organization_id, occurred_at)`.execute(db);
  await sql`
    create table webhook_endpoints (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      url text not null,
      description text,
      -- Event types, \`*\` or a prefix with \`.*\`.
      event_filter text[] not null,
      sealed_secret bytea not null,
      status text not null check (status in ('enabled', 'disabled')),
      disabled_reason text,
      -- Since when there were only failures; a success clears it.
      failing_since timestamptz,
      created_at timestamptz not null,
      modified_at timestamptz not null
    )`.execute(db);
  await sql`create index webhook_endpoints_list on webhook_endpoints (organization_id, created_at, id)`.execute(
    db,
  );
  await sql`
    create table webhook_deliveries (
      id uuid primary key,
      organization_id uuid not null,
      endpoint_id uuid not null references webhook_endpoints on delete cascade,
      event_id uuid not null references outbox_events on delete cascade,
      state text not null check (state in ('pending', 'succeeded', 'failed')),
      attempt_count integer not null default 0,
      next_attempt_at timestamptz,
      lease_until timestamptz,
      lease_token bigint not null default 0,
      created_at timestamptz not null,
      finished_at timestamptz,
      unique (endpoint_id, event_id)
    )`.execute(db);
  // Claims ask endpoint by endpoint, so that the backlog of one costs the others nothing.
  await sql`
    create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_attempt_at, id)
     where state = 'pending'`.execute(db);
  await sql`
    create index webhook_deliveries_leased on webhook_deliveries (endpoint_id, lease_until)
     where lease_until is not null`.execute(db);
  await sql`create index webhook_deliveries_list on webhook_deliveries (organization_id, created_at, id)`.execute(
    db,
  );
  await sql`
    create table delivery_attempts (
      delivery_id uuid not null references webhook_deliveries on delete cascade,
      attempt_number integer not null,
      started_at timestamptz not null,
      duration_ms integer not null,
      status_code integer,
      -- Null when an answer came; else what went wrong, as a code.
      failure text,
      primary key (delivery_id, attempt_number)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table delivery_attempts, webhook_deliveries, webhook_endpoints, outbox_events`.execute(db);
}
