import { sql } from 'kysely';
import { expect } from 'vitest';
import { takeImage, type AccountImage } from './account-image.ts';
import { RandomEmployer } from './random-employer.ts';
import { ReportsWorld } from './reports-world.ts';

/** Whatever is staged has contents, and there are no others. */
export async function expectContentsInPlace({ world }: ReportsWorld): Promise<void> {
  const { rows } = await sql`
    select s.model as staged, c.model as held from sync_stage s
      full join sync_stage_contents c
        on c.linked_account_id = s.linked_account_id and c.sync_run_id = coalesce(s.contents_run_id, s.sync_run_id)
       and c.model = s.model and c.ordinal = coalesce(s.contents_ordinal, s.ordinal)
     where s.model is null or c.model is null`.execute(world.deps.db);
  expect(rows).toEqual([]);
}

/** An employer of whom a first run was applied, and who has changed since. */
export async function startChanged(seed = 7) {
  const life = new RandomEmployer(seed, 12);
  const world = await ReportsWorld.create(life.toEmployer());
  await world.sync();
  life.promote();
  life.changePay();
  life.moveManagers();
  return { world, life };
}

/** What the changed employer comes to without a base. */
export async function imageOfWhole(seed = 7) {
  const { world, life } = await startChanged(seed);
  await using whole = world;
  await whole.outdateBase();
  await whole.sync(life.toEmployer());
  return await takeImage(whole.world.deps.db);
}

/** All that does not tell how often a run was tried. */
export const recordsOf = ({ records, events }: AccountImage) => ({
  records,
  events: events.filter((event) => !event.includes('"sync.')),
});
