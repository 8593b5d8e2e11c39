import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createSite } from '../../../src/connectors/justworks/web/site.ts';
import { DAY_MS, HOUR_MS } from '../../../src/lib/duration.ts';
import { forgetPausedBases } from '../../../src/sync/index.ts';
import { takeImage } from './account-image.ts';
import { expectContentsInPlace, startChanged } from './changed-employer.ts';
import { RandomEmployer } from './random-employer.ts';
import { countRows, ReportsWorld } from './reports-world.ts';

const SEEDS = [1, 2, 3, 14];
const CHANGES = 8;
/** First and last days of people come in between. */
const DAYS_BETWEEN = 3;

it.each(SEEDS)(
  'comes to what a run that normalizes everything comes to, whatever happens to an employer (%i)',
  { timeout: 120_000 },
  async (seed) => {
    const life = new RandomEmployer(seed, 12);
    await using ours = await ReportsWorld.create(life.toEmployer());
    await using whole = await ReportsWorld.create(life.toEmployer());
    const happened: string[] = [];
    let passedOver = 0;
    for (let change = 0; change <= CHANGES; change += 1) {
      if (change > 0) happened.push(...life.change());
      await whole.outdateBase();
      for (const { world } of [ours, whole]) world.clock.advance(DAYS_BETWEEN * DAY_MS);
      const [run, expected] = [await ours.sync(life.toEmployer()), await whole.sync(life.toEmployer())];
      const { read, normalized } = countRows(run) ?? { read: 0, normalized: 0 };
      passedOver += read - normalized;
      const all = countRows(expected);
      if (all) expect(all.normalized).toBe(all.read);
      if (run.state === 'held' && change % 2 === 0) {
        await ours.world.release(run.id);
        await ours.work(run.id);
        await whole.world.release(expected.id);
        await whole.work(expected.id);
      }
      expect(await takeImage(ours.world.deps.db), happened.join(', ')).toEqual(
        await takeImage(whole.world.deps.db),
      );
      await expectContentsInPlace(ours);
    }
    expect(passedOver).toBeGreaterThan(CHANGES);
  },
);

it('normalizes the rows that changed, and no others', async () => {
  const random = new RandomEmployer(5, 30).toEmployer();
  // Everybody is on the roster, and every word is known.
  const census = random.census.replaceAll('3rd Party Admin / Accountant', '');
  const workHistory = random.workHistory!.replaceAll('"In Kind"', '"Salary"');
  await using world = await ReportsWorld.create({ ...random, census, workHistory });
  const { read, normalized } = countRows(await world.sync())!;
  expect(normalized).toBe(read);
  const changed = census.replace('"Engineer"', '"Master"');
  expect(countRows(await world.sync({ census: changed }))).toEqual({ read, normalized: 1 });
  expect((await world.sync()).state).toBe('unchanged');
  expect(countRows(await world.sync({ census }))).toEqual({ read, normalized: 1 });
  // A word that nobody knows is counted in each reading, so that its row is made again in each.
  const strange = census.replace('"Female"', '"Otherwise"');
  expect(countRows(await world.sync({ census: strange }))).toEqual({ read, normalized: 1 });
  expect(countRows(await world.sync({ census: strange.replace('"Engineer"', '"Master"') }))).toEqual({
    read,
    normalized: 2,
  });
});

it.each([
  ['words of the source mean something else', { words: { noDepartment: ['Sales'] } }],
  ['the rows are found at another place', { paths: { reportRequest: '/other/reports' } }],
])('normalizes everything when %s', async (_what, overrides) => {
  const { world, life } = await startChanged();
  await using ours = world;
  ours.site = createSite(overrides);
  const { read, normalized } = countRows(await ours.sync(life.toEmployer()))!;
  expect(normalized).toBe(read);
});

it.each([
  [
    'the state of the source is forgotten',
    sql`update linked_accounts set source_hash = null, source_rows_digest = null`,
  ],
  ['another state than the base was applied', sql`update linked_accounts set source_rows_digest = '\\x00'`],
  [
    'field mappings changed',
    sql`update linked_accounts set field_mappings_version = field_mappings_version + 1`,
  ],
])('normalizes everything when %s', async (_what, change) => {
  const { world, life } = await startChanged();
  await using ours = world;
  await change.execute(ours.world.deps.db);
  const { read, normalized } = countRows(await ours.sync(life.toEmployer()))!;
  expect(normalized).toBe(read);
});

it('forgets the base with the account that is disconnected, and with scopes that change', async () => {
  const { world } = await startChanged();
  await using ours = world;
  const { db } = ours.world.deps;
  expect(await ours.world.countStaged()).toBeGreaterThan(0);
  await sql`update linked_accounts set scopes_version = scopes_version + 1`.execute(db);
  expect(await ours.world.countStaged()).toBe(0);
  await expectContentsInPlace(ours);
  ours.employer.census = ours.employer.census.replace('"Engineer"', '"Master"');
  await ours.sync();
  expect(await ours.world.countStaged()).toBeGreaterThan(0);
  await sql`update linked_accounts set status = 'IDLE'`.execute(db);
  expect(await ours.world.countStaged()).toBe(0);
  await expectContentsInPlace(ours);
});

it('forgets the base of an account that is paused for a day, and reads everything when it goes on', async () => {
  const { world, life } = await startChanged();
  await using ours = world;
  const { deps } = ours.world;
  await sql`update linked_accounts set paused_at = ${deps.clock.now()}`.execute(deps.db);
  ours.world.clock.advance(23 * HOUR_MS);
  await forgetPausedBases(deps);
  expect(await ours.world.countStaged()).toBeGreaterThan(0);
  ours.world.clock.advance(2 * HOUR_MS);
  await forgetPausedBases(deps);
  expect(await ours.world.countStaged()).toBe(0);
  await expectContentsInPlace(ours);
  await sql`update linked_accounts set paused_at = null`.execute(deps.db);
  const { read, normalized } = countRows(await ours.sync(life.toEmployer()))!;
  expect(normalized).toBe(read);
});

it('makes rows again that were filled in with what another way in had told', async () => {
  const { world, life } = await startChanged();
  await using ours = world;
  const { world: whole, life: twin } = await startChanged();
  await using other = whole;
  for (const { deps } of [ours.world, other.world]) {
    await sql`
      update employees set remote_id = 'm-' || work_id, person_remote_id = 'm-' || work_id where work_id is not null`.execute(
      deps.db,
    );
  }
  for (const change of [life, twin]) change.changePay();
  await other.outdateBase();
  await ours.sync(life.toEmployer());
  await other.sync(twin.toEmployer());
  for (const change of [life, twin]) change.changePay();
  await other.outdateBase();
  await ours.sync(life.toEmployer());
  await other.sync(twin.toEmployer());
  expect(await takeImage(ours.world.deps.db)).toEqual(await takeImage(other.world.deps.db));
});
