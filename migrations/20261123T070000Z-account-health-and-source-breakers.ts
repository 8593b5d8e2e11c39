import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account_health (
      linked_account_id uuid primary key references linked_accounts on delete cascade,
      integration text not null,
      consecutive_failures integer not null default 0,
      -- Since the last run that succeeded; null: nothing fails.
      failing_since timestamptz,
      -- Code and subject of the failure that the partner was told of last; null: none that lasts.
      failure_told text,
      -- The source asked to be left alone until then.
      not_before timestamptz,
      -- When the source last was away for this account, and when it last answered.
      source_failed_at timestamptz,
      source_reached_at timestamptz
    )`.execute(db);
  await sql`
    create index account_health_failed on account_health (integration, source_failed_at)
     where source_failed_at is not null`.execute(db);
  await sql`create index account_health_reached on account_health (integration, source_reached_at)`.execute(
    db,
  );
  await sql`
    create index account_health_failing on account_health (failing_since) where failing_since is not null`.execute(
    db,
  );
  // A row: the source is away for so many accounts that it is left alone. One run at a time tries it.
  await sql`
    create table source_breakers (
      integration text primary key,
      opened_at timestamptz not null,
      probe_at timestamptz not null,
      failed_probes integer not null default 0,
      probe_run_id uuid
    )`.execute(db);
  await sql`
    alter table sync_runs
      -- When the schedule wanted it; null: somebody asked.
      add column due_at timestamptz`.execute(db);
  // The word of the contract for what is over.
  await sql`
    update webhook_endpoints
       set event_filter = array_replace(event_filter, 'linked_account.permission_restored', 'linked_account.recovered')`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    update webhook_endpoints
       set event_filter = array_replace(event_filter, 'linked_account.recovered', 'linked_account.permission_restored')`.execute(
    db,
  );
  await sql`alter table sync_runs drop column due_at`.execute(db);
  await sql`drop table source_breakers, account_health`.execute(db);
}
