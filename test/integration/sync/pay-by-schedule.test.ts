import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { SnapshotModel } from '../../../src/hris/snapshot.ts';
import { getFreshness } from '../../../src/hris/freshness.ts';
import { people, roster } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

const PAY: SnapshotModel[] = ['pay_group', 'payroll_run', 'employee_payroll_run'];
const REST: SnapshotModel[] = ['company', 'location', 'group', 'employee', 'employment'];

async function worldWithPay(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(2), { tells: { coveredModels: [...REST, ...PAY] } }));
  await world.sync();
  return world;
}

const asked = (world: SyncWorld) => world.source.asked.at(-1)!.models;

async function makePayOld(world: SyncWorld): Promise<void> {
  await sql`
    update model_coverage set data_fresh_as_of = now() - interval '6 hours 1 second'
     where model = any(${PAY}::text[])`.execute(world.deps.db);
}

it('leaves pay to a later run by schedule while it was read a short time ago, and never when somebody asks', async () => {
  await using world = await worldWithPay();
  await world.syncFor('schedule');
  expect(asked(world)).toContain('employee');
  expect(asked(world)).not.toEqual(expect.arrayContaining(['payroll_run']));
  for (const trigger of ['request', 'link', 'follow_up'] as const) {
    await world.syncFor(trigger);
    expect(asked(world)).toBeUndefined();
  }
  await makePayOld(world);
  await world.syncFor('schedule');
  expect(asked(world)).toBeUndefined();
});

it('takes what was not asked for as it was: fresh as before, and read', async () => {
  await using world = await worldWithPay();
  const { linkedAccountId } = world.scope;
  const before = await getFreshness(world.deps.db, linkedAccountId, 'payroll_run');
  const people = await getFreshness(world.deps.db, linkedAccountId, 'employee');
  world.source.roster.people[0]!.phone = '+1 new';
  const rest = REST.filter((model) => !PAY.includes(model));
  for (const salt of ['1', '2']) {
    // The second time nothing is new.
    Object.assign(world.source.roster, { tells: { coveredModels: rest, askedModels: rest } });
    expect((await world.syncFor('schedule')).state).toBe(salt === '1' ? 'succeeded' : 'unchanged');
    expect(await getFreshness(world.deps.db, linkedAccountId, 'payroll_run')).toEqual(before);
  }
  const after = await getFreshness(world.deps.db, linkedAccountId, 'employee');
  expect(after.dataFreshAsOf! > people.dataFreshAsOf!).toBe(true);
});

it('reads pay each time where it broke', async () => {
  await using world = await worldWithPay();
  await sql`update model_coverage set failure_code = 'source_unavailable' where model = 'payroll_run'`.execute(
    world.deps.db,
  );
  await world.syncFor('schedule');
  expect(asked(world)).toBeUndefined();
});

it('makes a run that waits for its time one that reads everything when somebody asks', async () => {
  await using world = await worldWithPay();
  const waiting = await world.request('schedule');
  expect(await world.request('request')).toBe(waiting);
  await world.work(waiting);
  expect(asked(world)).toBeUndefined();
});
