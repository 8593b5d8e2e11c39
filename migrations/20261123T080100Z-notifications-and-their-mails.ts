import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notifications (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      kind text not null check (kind in ('run_changed', 'run_held', 'failure', 'recovery', 'reminder', 'digest')),
      -- What happened, within its kind: a second notification of what lasts is none.
      cause text not null,
      -- Codes, counts and ids; nothing of a person.
      content jsonb not null,
      occurred_at timestamptz not null default now(),
      -- Of a failure: when it was over.
      ended_at timestamptz,
      dispatched_at timestamptz,
      -- It waits for the account's next daily summary.
      is_digest_due boolean not null default false
    )`.execute(db);
  await sql`create unique index notifications_lasting on notifications (linked_account_id, kind, cause) where ended_at is null`.execute(
    db,
  );
  await sql`create index notifications_undispatched on notifications (id) where dispatched_at is null`.execute(
    db,
  );
  await sql`create index notifications_digest_due on notifications (linked_account_id) where is_digest_due`.execute(
    db,
  );
  await sql`create index notifications_occurred on notifications (occurred_at)`.execute(db);
  await sql`
    create table notification_mails (
      -- The mail's Message-ID is made of it.
      id uuid primary key,
      notification_id uuid not null references notifications on delete cascade,
      organization_id uuid not null references organizations on delete cascade,
      linked_account_id uuid not null references linked_accounts on delete cascade,
      address text not null,
      state text not null default 'pending' check (state in ('pending', 'sent', 'given_up')),
      attempt_count integer not null default 0,
      next_attempt_at timestamptz,
      lease_until timestamptz,
      lease_token bigint not null default 0,
      -- A code, never the relay's own words: those quote addresses.
      failure text,
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      unique (notification_id, address),
      check ((state = 'pending') = (next_attempt_at is not null))
    )`.execute(db);
  await sql`create index notification_mails_due on notification_mails (next_attempt_at) where state = 'pending'`.execute(
    db,
  );
  // The day of the account's time zone whose daily summary is done; null: it gets none.
  await sql`alter table linked_accounts add column last_digest_on date`.execute(db);
  await sql`
    create index linked_accounts_daily on linked_accounts (id)
     where notification_mode = 'daily' or last_digest_on is not null`.execute(db);
  // Of how many days open the account's addresses were last reminded.
  await sql`alter table issues add column reminded_days integer not null default 0`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issues drop column reminded_days`.execute(db);
  await sql`drop index linked_accounts_daily`.execute(db);
  await sql`alter table linked_accounts drop column last_digest_on`.execute(db);
  await sql`drop table notification_mails, notifications`.execute(db);
}
