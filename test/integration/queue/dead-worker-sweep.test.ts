import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import { beat, sweepDeadWorkers } from '../../../src/queue/dead-worker-sweep.ts';
import { enqueue } from '../../../src/queue/enqueue.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

async function lockJobBy(database: TestDatabase, poolId: string, secondsAgo: number): Promise<void> {
  await enqueue(database.db, 'run_sync', { linkedAccountId: newId(), syncRunId: newId() });
  await sql`update graphile_worker._private_jobs
               set locked_by = ${poolId}, locked_at = now() - make_interval(secs => ${secondsAgo}::double precision)
             where locked_by is null`.execute(database.db);
}

async function countLocked(database: TestDatabase): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from graphile_worker.jobs where locked_by is not null`.execute(database.db);
  return rows[0]!.count;
}

it("gives a silent pool's jobs back, and leaves those of a living one", async () => {
  await using database = await createTestDatabase();
  await beat(database.db, 'silent');
  await sql`update worker_heartbeats set seen_at = now() - interval '60 seconds'`.execute(database.db);
  await beat(database.db, 'living');
  await lockJobBy(database, 'silent', 60);
  await lockJobBy(database, 'living', 60);
  expect(await sweepDeadWorkers(database.db, 45)).toEqual(['silent']);
  expect(await countLocked(database)).toBe(1);
});

it('finds a pool that died before its first beat by its locks', async () => {
  await using database = await createTestDatabase();
  await lockJobBy(database, 'never-beat', 60);
  await lockJobBy(database, 'just-started', 1);
  expect(await sweepDeadWorkers(database.db, 45)).toEqual(['never-beat']);
  expect(await countLocked(database)).toBe(1);
});

it('forgets a dead pool, so that it is swept once', async () => {
  await using database = await createTestDatabase();
  await lockJobBy(database, 'never-beat', 60);
  await sweepDeadWorkers(database.db, 45);
  expect(await sweepDeadWorkers(database.db, 45)).toEqual([]);
});
