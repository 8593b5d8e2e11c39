import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Asked for while a run was at work. A row of its own: the run's is held by its transactions for as long as they take.
  await sql`
    create table sync_requests (
      linked_account_id uuid primary key references linked_accounts on delete cascade,
      -- The run that is to be followed by another; of a run that has ended the row says nothing.
      sync_run_id uuid not null,
      -- Only news of the source was heard of: what they are about is enough.
      is_targeted boolean not null,
      asked_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    insert into sync_requests (linked_account_id, sync_run_id, is_targeted)
    select linked_account_id, id, is_rerun_targeted from sync_runs
     where is_rerun_requested and state in ('queued', 'running')`.execute(db);
  await sql`
    alter table sync_runs drop column is_rerun_requested, drop column is_rerun_targeted`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table sync_runs
      add column is_rerun_requested boolean not null default false,
      add column is_rerun_targeted boolean not null default false`.execute(db);
  await sql`
    update sync_runs run set is_rerun_requested = true, is_rerun_targeted = request.is_targeted
      from sync_requests request where request.sync_run_id = run.id`.execute(db);
  await sql`drop table sync_requests`.execute(db);
}
