import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrations } from '../../../migrations/index.ts';
import { findText } from '../../support/find-text.ts';
import { people, roster } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

const AGAIN = [
  '20261124T080000Z-what-was-read-before-stays-staged',
  '20261124T030000Z-scopes-and-sealed-fields',
];

it('forgets the Social Security numbers that an earlier release stored in the clear, and tells nobody', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  await world.sync();
  world.source.roster.people[0]!.phone = '+1 new';
  await world.sync();
  const { db } = world.deps;
  for (const name of AGAIN) await migrations[name]!.down!(db);
  const number = sql`(jsonb_set(body::jsonb, '{ssn}', '"900-12-3456"'))::json`;
  await sql`alter table employees drop constraint employees_body_without_ssn`.execute(db);
  await sql`update employees set body = ${number}`.execute(db);
  await sql`update record_versions set body = ${number} where model = 'employee'`.execute(db);
  expect((await findText(db, '900-12')).sort()).toEqual(['employees.body', 'record_versions.body']);
  await sql`
    alter table employees add constraint employees_body_without_ssn check (body->>'ssn' is null) not valid`.execute(
    db,
  );

  for (const name of AGAIN.toReversed()) await migrations[name]!.up(db);
  expect(await findText(db, '900-12')).toEqual([]);
  await world.takeEvents();
  await world.sync({ salt: 'after the upgrade' });
  expect((await world.takeEvents()).map(({ type }) => type)).toEqual(['sync.completed']);
});
