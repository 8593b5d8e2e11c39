import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table sync_runs
      -- Why the run was held: [{code, detail}].
      add column findings jsonb,
      -- Over what it found in any two runs alike, whatever ids they gave to new records: the same is not told twice.
      add column finding_hash bytea,
      -- The account's settings that the reading was understood by: under others the same source means something else.
      add column understood_by jsonb`.execute(db);
  // Held runs of before have no stage any more, so that nothing of them can be let through.
  await sql`
    update sync_runs set findings = jsonb_build_array(jsonb_build_object('code', error_code, 'detail', error_message))
     where state = 'held' and error_code is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sync_runs drop column findings, drop column finding_hash, drop column understood_by`.execute(
    db,
  );
}
