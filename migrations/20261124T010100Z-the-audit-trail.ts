import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_events (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      -- No reference: what was done to an account is told when the account is gone.
      linked_account_id uuid,
      actor_kind text not null check (actor_kind in ('api_key', 'link_session', 'command_line', 'system')),
      actor_id uuid,
      -- As the key was named then.
      actor_name text,
      ip_address text,
      event_type text not null,
      -- Words of ours, counts and ids; nothing of a person.
      description text not null,
      -- Whose fields were read or changed.
      record_model text,
      record_ids uuid[] not null default '{}',
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index audit_events_newest on audit_events (organization_id, created_at, id)`.execute(db);
  // What happens seldom is found among the many readings.
  await sql`create index audit_events_by_type on audit_events (organization_id, event_type, created_at, id)`.execute(
    db,
  );
  await sql`create index audit_events_by_account on audit_events (linked_account_id, created_at, id)`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table audit_events`.execute(db);
}
