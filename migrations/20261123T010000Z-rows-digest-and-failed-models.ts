import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table sync_runs
      -- Of what the run read, beside the hash of its bytes.
      add column source_rows_digest bytea`.execute(db);
  await sql`
    alter table model_coverage
      -- Why the last reading could not read the model, though others; null: it did.
      add column failure_code text,
      -- Null: never read yet.
      alter column data_fresh_as_of drop not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from model_coverage where data_fresh_as_of is null`.execute(db);
  await sql`
    alter table model_coverage drop column failure_code, alter column data_fresh_as_of set not null`.execute(
    db,
  );
  await sql`alter table sync_runs drop column source_rows_digest`.execute(db);
}
