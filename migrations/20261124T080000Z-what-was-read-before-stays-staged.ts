import { sql, type Kysely } from 'kysely';

const STAGE_TABLES = ['sync_stage', 'sync_stage_contents'];

/** The stage of the run that was applied last stays as what the next reading is compared with, row by row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table sync_stage
      -- Of the source's row that this one was made of and of nothing else; null: it is made again in each reading.
      add column row_fingerprint bytea,
      -- Where its contents stand, if an earlier run read them.
      add column contents_run_id uuid,
      add column contents_ordinal integer`.execute(db);
  // Unlogged like the rows it speaks of: a crash of the server takes both.
  await sql`
    create unlogged table stage_bases (
      linked_account_id uuid primary key references linked_accounts on delete cascade,
      sync_run_id uuid not null,
      -- The state of the source whose rows these are.
      rows_digest bytea not null,
      -- What its records were made by, beside the rows: the reading's side of it, and the stage's.
      rows_key text not null,
      staged_by bytea not null
    )`.execute(db);
  for (const table of STAGE_TABLES) {
    // Rows of many accounts stand there for long, and each run that finds a change replaces those of its account.
    await sql`
      alter table ${sql.table(table)} set
        (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05)`.execute(
      db,
    );
  }
  await forgetUnneededBases(db);
}

/** What nobody reads any more need not be compared, and what other scopes let in may not stay. A run that is at work or held keeps what it has taken over. */
async function forgetUnneededBases(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function forget_stage_base() returns trigger language plpgsql as $$
    declare
      base_run_id uuid;
    begin
      delete from stage_bases where linked_account_id = new.id returning sync_run_id into base_run_id;
      if base_run_id is null then
        return null;
      end if;
      delete from sync_stage where linked_account_id = new.id and sync_run_id = base_run_id;
      delete from sync_stage_contents c
       where c.linked_account_id = new.id
         and c.sync_run_id not in (
           select id from sync_runs where linked_account_id = new.id and state in ('queued', 'running', 'held'))
         and not exists (
           select from sync_stage s
            where s.linked_account_id = new.id and s.contents_run_id = c.sync_run_id
              and s.model = c.model and s.contents_ordinal = c.ordinal);
      return null;
    end $$`.execute(db);
  await sql`
    create trigger stage_base_goes_too after update of status, scopes_version on linked_accounts for each row
      when ((new.status = 'IDLE' and old.status <> 'IDLE') or new.scopes_version <> old.scopes_version)
      execute function forget_stage_base()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger stage_base_goes_too on linked_accounts`.execute(db);
  await sql`drop function forget_stage_base`.execute(db);
  await sql`drop table stage_bases`.execute(db);
  // Rows without their contents would be read as nothing.
  await sql`truncate sync_stage, sync_stage_contents`.execute(db);
  await sql`
    alter table sync_stage drop column row_fingerprint, drop column contents_run_id, drop column contents_ordinal`.execute(
    db,
  );
  for (const table of STAGE_TABLES) {
    await sql`
      alter table ${sql.table(table)} reset
        (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor)`.execute(
      db,
    );
  }
}
