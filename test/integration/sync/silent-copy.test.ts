import { sql } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { expect, it } from 'vitest';
import { sweepLostRuns, type SyncDeps } from '../../../src/sync/index.ts';
import { people, roster } from './fake-source.ts';
import { leaveAsCrashed } from './killed.ts';
import { SyncWorld } from './sync-world.ts';

const LEASE_SECONDS = 1;

/** As a worker that was stopped while it copied: it holds its run's row, and says nothing more. */
async function stopWithinCopy(world: SyncWorld, runId: string): Promise<{ ended: Promise<Error> }> {
  const client = new pg.Client({ connectionString: world.database.url });
  await client.connect();
  const ended = new Promise<Error>((resolve) => client.on('error', resolve));
  await client.query('begin');
  await client.query('select from sync_runs where id = $1 for update', [runId]);
  const copy = client.query(copyFrom('copy sync_stage (linked_account_id) from stdin'));
  copy.on('error', () => undefined);
  return { ended };
}

async function countSilent(world: SyncWorld): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event = 'ClientRead' and state = 'active'
       and query_start < clock_timestamp() - make_interval(secs => ${LEASE_SECONDS})`.execute(world.deps.db);
  return rows[0]!.count;
}

it('takes a run from a worker that was stopped within a copy, which no time limit of the database ends', async () => {
  await using world = await SyncWorld.create(roster(people(3)));
  const id = await world.request();
  await leaveAsCrashed(world, id);
  const { config } = world.deps;
  const deps: SyncDeps = {
    ...world.deps,
    config: { ...config, sync: { ...config.sync, leaseSeconds: LEASE_SECONDS } },
  };
  const { ended } = await stopWithinCopy(world, id);
  // Not yet: a living worker's copy takes its time, too.
  await sweepLostRuns({ ...deps, config });
  await expect.poll(() => countSilent(world), { timeout: 10_000 }).toBe(1);
  await sweepLostRuns(deps);
  expect((await ended).message).toMatch(/terminat/);
  await world.work(id);
  expect(await world.run(id)).toMatchObject({ state: 'succeeded', attempt_count: 1 });
});
