import { sql, type Kysely } from 'kysely';
import { expect, it } from 'vitest';
import { migrations } from '../../../migrations/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import { createTestDatabase } from '../../support/database.ts';

it('keys from before there were roles have all of them, and of those that share a name the oldest keeps it', async () => {
  await using database = await createTestDatabase();
  const { db } = database;
  const migration = migrations['20261124T010000Z-roles-of-api-keys']!;
  await migration.down!(db as Kysely<any>);
  const [organizationId, older, younger, revoked] = [newId(), newId(), newId(), newId()];
  await sql`insert into organizations (id, name, service_first_name) values (${organizationId}, 'P', 'P')`.execute(
    db,
  );
  for (const [id, day, revokedAt] of [
    [older, 1, null],
    [younger, 2, null],
    [revoked, 3, '2026-11-04'],
  ] as const) {
    await sql`
      insert into api_keys (id, organization_id, name, environment, prefix, key_hash, created_at, revoked_at)
      values (${id}, ${organizationId}, 'back end', 'live', 'p', ${Buffer.from(id)},
              make_timestamptz(2026, 11, ${day}, 0, 0, 0), ${revokedAt})`.execute(db);
  }
  await migration.up(db as Kysely<any>);
  const { rows } = await sql`select id, name, roles from api_keys order by created_at`.execute(db);
  const roles = ['read', 'sensitive', 'operate', 'administer'];
  expect(rows).toEqual([
    { id: older, name: 'back end', roles },
    { id: younger, name: `back end ${younger}`, roles },
    { id: revoked, name: 'back end', roles },
  ]);
});
