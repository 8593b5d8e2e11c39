import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table organizations
      add column logo_url text,
      add column color text check (color ~ '^#[0-9a-f]{6}$'),
      -- The ways in that its employers may take, of those that are switched on here; null: all of these.
      add column connection_methods text[]
        check (connection_methods <@ '{service_account,credentials,oauth}' and cardinality(connection_methods) > 0),
      -- What its new accounts begin with; null: what the deployment says.
      add column default_sync_interval_seconds integer check (default_sync_interval_seconds between 600 and 86400),
      add column default_notification_mode text check (default_notification_mode in ('changes', 'daily', 'failures')),
      add column default_time_zone text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table organizations
      drop column logo_url, drop column color, drop column connection_methods,
      drop column default_sync_interval_seconds, drop column default_notification_mode, drop column default_time_zone`.execute(
    db,
  );
}
