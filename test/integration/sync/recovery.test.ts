import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { takeLease } from '../../../src/queue/leases.ts';
import { sweepLostRuns } from '../../../src/sync/index.ts';
import { people, roster } from './fake-source.ts';
import { killAt, Killed, leaveAsCrashed } from './killed.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const EXPECTED = {
  'company.created': 1,
  'location.created': 6,
  'group.created': 1,
  'employee.created': 5,
  'employment.created': 5,
};

it('fetches again after a death in the middle of the fetch, and nothing is there twice', async () => {
  await using world = await SyncWorld.create(roster(people(5)));
  const id = await world.request();
  world.source.beforeItem = (position) => {
    if (position === 8) throw new Killed();
  };
  await expect(world.work(id)).rejects.toThrow(Killed);
  await leaveAsCrashed(world, id);
  world.source.beforeItem = () => undefined;
  await world.work(id);
  expect(await world.run(id)).toMatchObject({ state: 'succeeded', attempt_count: 2 });
  expect(world.source.readings).toBe(2);
  expect(countTypes(await world.takeEvents())).toEqual({ ...EXPECTED, 'sync.completed': 1 });
});

it.each([
  ['while people are identified', 'duplicate_claim'],
  ['while relations are resolved', 'parent_group'],
  ['while records are written', 'insert into outbox_events'],
  ['at the very end', 'data_fresh_as_of'],
])('goes on from the stage after a death %s, without asking the source again', async (_, text) => {
  await using world = await SyncWorld.create(roster(people(5)));
  const id = await world.request();
  await expect(world.work(id, killAt(world, text))).rejects.toThrow(Killed);
  expect(await world.records('employee')).toEqual([]);
  expect(await world.takeEvents()).toEqual([]);
  await leaveAsCrashed(world, id);
  await world.work(id);
  expect(await world.run(id)).toMatchObject({ state: 'succeeded', attempt_count: 2 });
  expect(world.source.readings).toBe(1);
  expect(countTypes(await world.takeEvents())).toEqual({ ...EXPECTED, 'sync.completed': 1 });
  expect(await world.countStaged()).toBe(0);
});

it('starts from what was read, whatever an earlier version of us found out about it', async () => {
  await using world = await SyncWorld.create(roster(people(5)));
  const id = await world.request();
  await expect(world.work(id, killAt(world, 'data_fresh_as_of'))).rejects.toThrow(Killed);
  await leaveAsCrashed(world, id);
  await sql`update sync_stage set problem = 'duplicate_key', record_id = null`.execute(world.deps.db);
  await world.work(id);
  expect(await world.run(id)).toMatchObject({
    state: 'succeeded',
    counts: { group: { added: 1, skipped: 0 } },
  });
  expect(countTypes(await world.takeEvents())).toEqual({ ...EXPECTED, 'sync.completed': 1 });
});

it('fetches again when a crash of Postgres emptied the stage', async () => {
  await using world = await SyncWorld.create(roster(people(5)));
  const id = await world.request();
  await expect(world.work(id, killAt(world, 'duplicate_claim'))).rejects.toThrow(Killed);
  await leaveAsCrashed(world, id);
  await sql`truncate sync_stage`.execute(world.deps.db);
  await world.work(id);
  expect(await world.run(id)).toMatchObject({ state: 'succeeded' });
  expect(world.source.readings).toBe(2);
});

it('does not let a worker commit that lost its lease, and stops it quietly', async () => {
  await using world = await SyncWorld.create(roster(people(5)));
  const id = await world.request();
  let hasSlept = false;
  world.source.beforeItem = async (position) => {
    if (position !== 13 || hasSlept) return;
    hasSlept = true;
    // The first worker sleeps through its lease here, and another one does the whole run.
    await sql`update sync_runs set lease_until = now() - interval '1 second' where id = ${id}`.execute(
      world.deps.db,
    );
    await world.work(id);
  };
  await world.work(id);
  expect(await world.run(id)).toMatchObject({ state: 'succeeded', attempt_count: 2, lease_token: 2 });
  expect(world.source.readings).toBe(2);
  // What it copied after it lost the lease is not there either.
  expect(await world.countStaged()).toBe(0);
  expect(await world.records('employee')).toHaveLength(5);
  expect(countTypes(await world.takeEvents())).toEqual({ ...EXPECTED, 'sync.completed': 1 });
});

it('cannot apply under a lease that was taken after the stage was full', async () => {
  await using world = await SyncWorld.create(roster(people(5)));
  const id = await world.request();
  const read = world.source.connector.openRemoteSession.bind(world.source.connector);
  world.source.connector.openRemoteSession = async (...args) => {
    const session = await read(...args);
    return {
      ...session,
      readRoster: (options) => {
        const reading = session.readRoster(options);
        return {
          items: reading.items,
          summary: () => {
            stolen = sql`update sync_runs set lease_token = lease_token + 1 where id = ${id}`.execute(
              world.deps.db,
            );
            return reading.summary();
          },
        };
      },
    };
  };
  let stolen: Promise<unknown> = Promise.resolve();
  await world.work(id);
  await stolen;
  expect((await world.run(id)).state).toBe('running');
  expect(await world.records('employee')).toEqual([]);
  expect(await world.takeEvents()).toEqual([]);
});

it('lets one of two workers work', async () => {
  await using world = await SyncWorld.create(roster(people(5)));
  const id = await world.request();
  await Promise.all([world.work(id), world.work(id), world.work(id)]);
  expect(await world.run(id)).toMatchObject({ state: 'succeeded', attempt_count: 1 });
  expect(world.source.signIns).toBe(1);
  expect(countTypes(await world.takeEvents())).toEqual({ ...EXPECTED, 'sync.completed': 1 });
});

it('leaves a run alone that has ended', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  const run = await world.sync();
  await world.work(run.id);
  expect(await world.run(run.id)).toEqual(run);
});

it('makes one run and one follow-up of a thousand requests', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  const id = await world.request();
  const asked: Promise<string>[] = [];
  world.source.beforeSignIn = () => {
    if (asked.length === 0) for (let count = 0; count < 1000; count += 1) asked.push(world.request());
  };
  world.source.beforeItem = async () => void (await Promise.all(asked));
  await world.work(id);
  expect(asked).toHaveLength(1000);
  const runs = await world.deps.db
    .selectFrom('sync_runs')
    .select(['id', 'state', 'trigger'])
    .orderBy('queued_at')
    .execute();
  expect(runs).toMatchObject([
    { id, state: 'succeeded', trigger: 'request' },
    { state: 'queued', trigger: 'follow_up' },
  ]);
  await world.work(runs[1]!.id);
  expect(await world.run(runs[1]!.id)).toMatchObject({ state: 'unchanged' });
  const { rows } = await sql`select id from sync_runs where state in ('queued', 'running')`.execute(
    world.deps.db,
  );
  expect(rows).toEqual([]);
});

it('gives up on a run whose workers die each time, and says so', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  const id = await world.request();
  await sql`update sync_runs set state = 'running', attempt_count = 3, lease_until = now() - interval '1 second'`.execute(
    world.deps.db,
  );
  await world.work(id);
  expect(await world.run(id)).toMatchObject({ state: 'failed', error_code: 'sync_attempts_exhausted' });
  expect(world.source.signIns).toBe(0);
  expect((await world.openIssues()).map((issue) => issue.code)).toEqual(['sync_attempts_exhausted']);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.failed': 1 });
});

it('adds a job for a run whose worker is gone and for one that waits too long, once each', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  const id = await world.request();
  await sql`delete from graphile_worker._private_jobs`.execute(world.deps.db);
  const countJobs = async () =>
    (
      await sql<{ count: number }>`select count(*) as count from graphile_worker._private_jobs`.execute(
        world.deps.db,
      )
    ).rows[0]!.count;
  await sweepLostRuns(world.deps);
  expect(await countJobs()).toBe(0);

  await sql`update sync_runs set enqueued_at = now() - interval '11 minutes'`.execute(world.deps.db);
  await sweepLostRuns(world.deps);
  await sweepLostRuns(world.deps);
  expect(await countJobs()).toBe(1);

  await takeLease(world.deps.db, 'sync_runs', id, 60);
  await sql`update sync_runs set state = 'running', enqueued_at = now() - interval '11 minutes'`.execute(
    world.deps.db,
  );
  await sweepLostRuns(world.deps);
  expect(await countJobs()).toBe(1);
  await sql`update sync_runs set lease_until = now() - interval '1 second'`.execute(world.deps.db);
  await sweepLostRuns(world.deps);
  await sweepLostRuns(world.deps);
  expect(await countJobs()).toBe(2);
});

it('puts the run back into the queue when the source is away, and fails it after the last attempt', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  const id = await world.request();
  world.source.beforeSignIn = () => {
    throw new ConnectorError('source_unavailable', 'The source answered 503.', { subject: 'login' });
  };
  for (const attempt of [1, 2]) {
    await expect(world.work(id)).rejects.toThrow(ConnectorError);
    expect(await world.run(id)).toMatchObject({
      state: 'queued',
      attempt_count: attempt,
      error_code: 'source_unavailable',
      lease_until: null,
    });
  }
  await world.work(id);
  expect(await world.run(id)).toMatchObject({
    state: 'failed',
    attempt_count: 3,
    error_code: 'source_unavailable',
  });
  expect(await world.openIssues()).toMatchObject([{ code: 'source_unavailable', subject: 'login' }]);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.failed': 1 });
  expect((await world.account()).next_sync_at).not.toBeNull();

  world.source.beforeSignIn = () => undefined;
  expect((await world.sync()).state).toBe('succeeded');
  expect(await world.openIssues()).toEqual([]);
});
