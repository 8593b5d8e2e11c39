import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../db/advisory-locks.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';

/** Says that this pool of workers lives. The database's clock, so that a worker with a wrong one is not taken for dead. */
export async function beat(db: Db, poolId: string): Promise<void> {
  await sql`
    insert into worker_heartbeats (pool_id, seen_at) values (${poolId}, now())
    on conflict (pool_id) do update set seen_at = excluded.seen_at`.execute(db);
}

/** For a pool that has ended: jobs that it could not report on any more are free at once, not when it is found dead. */
export function retirePool(db: Db, poolId: string): Promise<void> {
  return inTransaction(db, async (trx) => {
    await sql`select graphile_worker.force_unlock_workers(array[${poolId}]::text[])`.execute(trx);
    await trx.deleteFrom('worker_heartbeats').where('pool_id', '=', poolId).execute();
  });
}

/**
 * Gives the jobs of silent pools back to the living; graphile-worker alone would wait four hours. One sweep at a time,
 * the others return at once. Returns the pools that were found dead.
 */
export function sweepDeadWorkers(db: Db, deadAfterSeconds: number): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    const { rows: locks } = await sql<{ taken: boolean }>`
      select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.sweepDeadWorkers}) as taken`.execute(trx);
    if (!locks[0]?.taken) return [];
    const silence = sql`make_interval(secs => ${deadAfterSeconds}::double precision)`;
    // A pool that died before its first beat has no row; its locks alone tell of it.
    const { rows } = await sql<{ pool_id: string }>`
      select pool_id from worker_heartbeats where seen_at < now() - ${silence}
      union
      select distinct locked_by from graphile_worker.jobs
       where locked_at < now() - ${silence} and locked_by not in (select pool_id from worker_heartbeats)`.execute(
      trx,
    );
    const dead = rows.map((row) => row.pool_id);
    if (dead.length === 0) return [];
    await sql`select graphile_worker.force_unlock_workers(${dead}::text[])`.execute(trx);
    await trx.deleteFrom('worker_heartbeats').where('pool_id', 'in', dead).execute();
    return dead;
  });
}
