import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { runMigrations as runQueueMigrations } from 'graphile-worker';
import type pg from 'pg';
import { migrations } from '../../migrations/index.ts';
import type { Db } from './client.ts';

/**
 * Brings the database to this version: the queue's tables first, because ours may refer to them, then our own.
 * @throws the first migration's error. Kysely's migrator never throws by itself; its result must be read.
 */
export async function migrateToLatest(db: Db, pool: pg.Pool): Promise<string[]> {
  await runQueueMigrations({ pgPool: pool });
  const { error, results } = await createMigrator(db).migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error('A migration failed.', { cause: error });
  return (results ?? []).map((result) => result.migrationName);
}

/** Names of the migrations that this version knows and the database has not. Throws when the database is unreachable. */
export async function findPendingMigrations(db: Db): Promise<string[]> {
  const known = await createMigrator(db).getMigrations();
  return known.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
}

export async function assertReachable(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}

function createMigrator(db: Db): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
}
