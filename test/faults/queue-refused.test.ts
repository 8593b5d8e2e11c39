import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { startWorker } from '../../src/jobs/worker.ts';
import { PLACE_MS, RESCUE_MS } from '../support/fault-lengths.ts';
import { changeAndAsk, startFaultWorld, waitUntilDone } from '../support/fault-service.ts';
import type { FaultWorld } from '../support/fault-world.ts';

/** From now on the database answers such statements with an error, and tells of each in a sequence, which no rollback undoes. */
async function refuse({ service }: FaultWorld, table: string, on: 'insert' | 'delete'): Promise<void> {
  const { db } = service.context;
  await sql`create sequence refusals`.execute(db);
  await sql`
    create function refuse() returns trigger language plpgsql as
      $$begin perform nextval('public.refusals'); raise exception 'refused'; end$$`.execute(db);
  await sql`
    create trigger refused before ${sql.raw(on)} on graphile_worker.${sql.ref(table)}
       for each row execute function refuse()`.execute(db);
}

async function allow({ service }: FaultWorld, table: string): Promise<void> {
  await sql`drop trigger refused on graphile_worker.${sql.ref(table)}`.execute(service.context.db);
}

async function wasRefused({ service }: FaultWorld): Promise<boolean> {
  const { rows } = await sql<{ is_called: boolean }>`select is_called from refusals`.execute(
    service.context.db,
  );
  return rows[0]!.is_called;
}

async function countJobs({ service }: FaultWorld): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from graphile_worker._private_jobs`.execute(service.context.db);
  return rows[0]!.count;
}

it(
  'goes on, and has no job left, when the queue could not be told that a job is done',
  async () => {
    await using world = await startFaultWorld();
    await refuse(world, '_private_jobs', 'delete');
    const worker = startWorker(world.service.context);
    try {
      await changeAndAsk(world, 0);
      await expect.poll(() => wasRefused(world), { timeout: RESCUE_MS }).toBe(true);
      await allow(world, '_private_jobs');
      await waitUntilDone(world);
      await expect.poll(() => countJobs(world), { timeout: RESCUE_MS / 3 }).toBe(0);
    } finally {
      await worker.stop();
    }
  },
  PLACE_MS,
);

it(
  'takes jobs although its first look into the queue failed',
  async () => {
    await using world = await startFaultWorld();
    await sql`delete from graphile_worker._private_jobs`.execute(world.service.context.db);
    await sql`delete from graphile_worker._private_tasks`.execute(world.service.context.db);
    await refuse(world, '_private_tasks', 'insert');
    const worker = startWorker(world.service.context);
    try {
      await expect.poll(() => wasRefused(world), { timeout: RESCUE_MS }).toBe(true);
      await allow(world, '_private_tasks');
      await changeAndAsk(world, 0);
      await waitUntilDone(world);
    } finally {
      await worker.stop();
    }
  },
  PLACE_MS,
);
