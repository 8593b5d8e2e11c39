import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // An account that is being erased belongs to nobody: no question of a request finds it.
  await sql`
    alter table linked_accounts
      alter column organization_id drop not null,
      -- When it was disconnected; of an account that is linked again the time says nothing.
      add column disconnected_at timestamptz,
      -- When what is kept too long is looked for again.
      add column retention_due_at timestamptz not null default now(),
      -- Former states that ended before are forgotten; null: none are.
      add column history_kept_from timestamptz`.execute(db);
  await sql`
    update linked_accounts set disconnected_at = now() where status = 'IDLE' and status_detail = 'disconnected'`.execute(
    db,
  );
  await sql`create index linked_accounts_retention on linked_accounts (retention_due_at)`.execute(db);
  await sql`
    create table erasure_receipts (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      -- No reference: the receipt outlives the account.
      linked_account_id uuid not null,
      -- The account with all that it had, or the records of one that stays.
      subject text not null check (subject in ('account', 'records')),
      requested_at timestamptz not null,
      erased_at timestamptz,
      -- When nothing of ours opens the source any more; null while a consent waits to be ended there.
      access_ended_at timestamptz,
      -- Rows by table.
      counts jsonb not null default '{}'
    )`.execute(db);
  await sql`
    create unique index erasure_receipts_of_account on erasure_receipts (linked_account_id) where subject = 'account'`.execute(
    db,
  );
  await sql`
    create index erasure_receipts_open on erasure_receipts (requested_at)
     where erased_at is null or access_ended_at is null`.execute(db);
  await sql`
    create table retired_service_emails (
      -- SHA-256 of the local part, which is random: it is known again, and cannot be read.
      local_part_hash bytea primary key,
      retired_at timestamptz not null
    )`.execute(db);
  await sql`create index outbox_events_record on outbox_events (linked_account_id, record_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index outbox_events_record`.execute(db);
  await sql`drop table retired_service_emails, erasure_receipts`.execute(db);
  await sql`delete from linked_accounts where organization_id is null`.execute(db);
  await sql`
    alter table linked_accounts alter column organization_id set not null, drop column disconnected_at,
      drop column retention_due_at, drop column history_kept_from`.execute(db);
}
