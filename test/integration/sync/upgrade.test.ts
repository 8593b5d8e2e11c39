import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { people, roster } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

/** As a release left them that computed fingerprints in another way and kept no hash of what stands beside a body. */
async function makeOlder(world: SyncWorld): Promise<void> {
  for (const table of ['companies', 'locations', 'groups', 'employees', 'employments']) {
    await sql`update ${sql.table(table)} set fingerprint = '\\x00', beside_hash = null`.execute(
      world.deps.db,
    );
  }
}

it('tells nobody that fingerprints are computed in another way, and renews them', async () => {
  await using world = await SyncWorld.create(roster(people(4)));
  await world.sync();
  await world.takeEvents();
  const before = await world.records('employee');
  await makeOlder(world);
  const run = await world.sync({ salt: 'another' });
  expect(run.counts!['employee']).toMatchObject({ updated: 0, unchanged: 4 });
  expect((await world.takeEvents()).map((event) => event.type)).toEqual(['sync.completed']);
  const after = await world.records('employee');
  expect(after.map(({ body, sequence }) => ({ body, sequence }))).toEqual(
    before.map(({ body, sequence }) => ({ body, sequence })),
  );
  // From now on nothing is written at all.
  await world.sync({ salt: 'a third' });
  expect(await world.records('employee')).toEqual(after);
});

it('tells what has changed meanwhile, and of nobody else', async () => {
  await using world = await SyncWorld.create(roster(people(4)));
  await world.sync();
  await world.takeEvents();
  await makeOlder(world);
  world.source.roster.people[0]!.phone = '+1 new';
  await world.sync();
  const [updated, ...others] = await world.takeEvents();
  expect(updated).toMatchObject({ type: 'employee.updated' });
  expect(updated!.data.changes.map((change) => change.field)).toEqual(['mobile_phone_number']);
  expect(others.map((event) => event.type)).toEqual(['sync.completed']);
});

it('leaves nothing staged of an account that is deleted', async () => {
  await using world = await SyncWorld.create(roster(people(20)));
  await world.sync();
  world.source.roster.people.splice(2);
  expect(await world.sync()).toMatchObject({ state: 'held' });
  const count = async () => {
    const { rows } = await sql<{ count: number }>`
      select (select count(*) from sync_stage) + (select count(*) from sync_stage_contents) as count`.execute(
      world.deps.db,
    );
    return Number(rows[0]!.count);
  };
  expect(await count()).toBeGreaterThan(0);
  await sql`delete from linked_accounts`.execute(world.deps.db);
  expect(await count()).toBe(0);
});
