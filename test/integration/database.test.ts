import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { findPendingMigrations, migrateToLatest } from '../../src/db/migrator.ts';
import { createTestDatabase } from '../support/database.ts';

it('has nothing pending after the migrations, and a second migration does no harm', async () => {
  await using database = await createTestDatabase();
  expect(await findPendingMigrations(database.db)).toEqual([]);
  expect(await migrateToLatest(database.db, database.pool)).toEqual([]);
});

it('gives bigints as numbers and timestamps with their microseconds', async () => {
  await using database = await createTestDatabase();
  const { rows } = await sql<{ big: number; at: string }>`
    select 7::int8 as big, '2026-01-02 03:04:05.123456+00'::timestamptz as at`.execute(database.db);
  expect(rows).toEqual([{ big: 7, at: '2026-01-02 03:04:05.123456+00' }]);
});
