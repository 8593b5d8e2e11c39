import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What the run changed, in numbers: {models: {employee: {added, updated, deleted, fields: {work_email: 3}}}, lifecycle: {...}}
  await sql`alter table sync_runs add column change_summary jsonb`.execute(db);
  await sql`
    create table data_quality_counts (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      check_name text not null,
      -- How many the check is about, and of how many; null: nobody counts those.
      affected_count integer not null check (affected_count >= 0),
      total_count integer check (total_count >= 0),
      -- Since when anybody is affected without a break; null: nobody is.
      affected_since timestamptz,
      measured_at timestamptz not null,
      sync_run_id uuid not null,
      primary key (linked_account_id, check_name),
      check ((affected_count > 0) = (affected_since is not null))
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table data_quality_counts`.execute(db);
  await sql`alter table sync_runs drop column change_summary`.execute(db);
}
