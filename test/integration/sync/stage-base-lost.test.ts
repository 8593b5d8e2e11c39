import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { takeImage } from './account-image.ts';
import { expectContentsInPlace, imageOfWhole, recordsOf, startChanged } from './changed-employer.ts';
import { killAt, Killed, leaveAsCrashed } from './killed.ts';
import type { RandomEmployer } from './random-employer.ts';
import { countRows, type ReportsWorld } from './reports-world.ts';

let expected: ReturnType<typeof recordsOf>;
beforeAll(async () => {
  expected = recordsOf(await imageOfWhole());
});

it('comes to the same after a death between the comparison and the copy', async () => {
  const { world, life } = await startChanged();
  await using ours = world;
  ours.afterComparing = () => {
    ours.afterComparing = () => undefined;
    throw new Killed();
  };
  const id = await dieAndGoOn(ours, life, (id) => ours.work(id));
  const { read, normalized } = countRows(await ours.world.run(id))!;
  expect(normalized).toBe(read);
});

const KEY = '"kind":"IdentifierNode","name":';
const UPDATED = '"kind":"ColumnUpdateNode","column":{"kind":"ColumnNode","column":';
const DELETED = '"kind":"DeleteQueryNode","from":{"kind":"FromNode","froms":[{"kind":"TableNode","table":';

it.each([
  ['when rows are copied', `${UPDATED}{${KEY}"staged_at"`],
  ['while people are identified', 'duplicate_claim'],
  ['while relations are resolved', 'parent_group'],
  ['while records are written', 'insert into outbox_events'],
  [
    'while the base is replaced',
    `${DELETED}{"kind":"SchemableIdentifierNode","identifier":{${KEY}"stage_bases"`,
  ],
  ['at the very end', `${UPDATED}{${KEY}"next_sync_at"`],
])('comes to the same after a death %s', async (_when, text) => {
  const { world, life } = await startChanged();
  await using ours = world;
  await dieAndGoOn(ours, life, (id) => ours.work(id, killAt(ours.world, text)));
});

async function dieAndGoOn(
  ours: ReportsWorld,
  life: RandomEmployer,
  work: (id: string) => Promise<void>,
): Promise<string> {
  Object.assign(ours.employer, life.toEmployer());
  const id = await ours.world.request();
  await expect(work(id)).rejects.toThrow(Killed);
  await leaveAsCrashed(ours.world, id);
  await ours.work(id);
  expect(await ours.world.run(id)).toMatchObject({ attempt_count: 2 });
  expect(recordsOf(await takeImage(ours.world.deps.db))).toEqual(expected);
  await expectContentsInPlace(ours);
  return id;
}

it.each([
  ['all of it, as by a crash of the database', (world: ReportsWorld) => world.world.loseStage()],
  [
    'its rows alone',
    (world: ReportsWorld) => sql`truncate sync_stage, sync_stage_contents`.execute(world.world.deps.db),
  ],
])('normalizes everything when the base is lost: %s', async (_what, lose) => {
  const { world, life } = await startChanged();
  await using ours = world;
  await lose(ours);
  const { read, normalized } = countRows(await ours.sync(life.toEmployer()))!;
  expect(normalized).toBe(read);
  expect(recordsOf(await takeImage(ours.world.deps.db))).toEqual(expected);
});

it('begins anew when the base is lost on the way, and misses nobody', async () => {
  const { world, life } = await startChanged();
  await using ours = world;
  Object.assign(ours.employer, life.toEmployer());
  const id = await ours.world.request();
  ours.afterComparing = async () => void (await sql`delete from sync_stage`.execute(ours.world.deps.db));
  await expect(ours.work(id)).rejects.toMatchObject({ code: 'stage_base_lost' });
  expect(await ours.world.run(id)).toMatchObject({ state: 'queued', error_code: 'stage_base_lost' });
  await ours.work(id);
  const { read, normalized } = countRows(await ours.world.run(id))!;
  expect(normalized).toBe(read);
  expect(recordsOf(await takeImage(ours.world.deps.db))).toEqual(expected);
});

it('reads anew rather than write a record whose staged contents are gone', async () => {
  const { world, life } = await startChanged();
  await using ours = world;
  await sql`truncate sync_stage_contents`.execute(ours.world.deps.db);
  // Seen, and to be written all the same.
  await sql`update employees set fingerprint = '\\x00'`.execute(ours.world.deps.db);
  Object.assign(ours.employer, life.toEmployer());
  const id = await ours.world.request();
  await expect(ours.work(id)).rejects.toMatchObject({ code: 'stage_lost' });
  expect(await ours.world.countStaged()).toBe(0);
  await ours.work(id);
  const { rows } = await sql`select from employees where fingerprint = '\\x00'`.execute(ours.world.deps.db);
  expect(rows).toEqual([]);
  await expectContentsInPlace(ours);
});
