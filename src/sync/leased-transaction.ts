import { sql } from 'kysely';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { assertLease } from '../queue/leases.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

/** A transaction that only the holder of the run's lease can commit, with plans for rosters. @throws LeaseLostError */
export function inLeasedTransaction<T>(
  deps: SyncDeps,
  run: SyncRun,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  return inShortLeasedTransaction(deps, run, async (trx) => {
    await useHashJoins(trx);
    return await work(trx);
  });
}

/** The same for a few rows of the account, which plans for rosters would look for among everybody's. @throws LeaseLostError */
export function inShortLeasedTransaction<T>(
  deps: SyncDeps,
  run: SyncRun,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  return inTransaction(deps.db, async (trx) => {
    await assertLease(trx, run.lease);
    return await work(trx);
  });
}

/**
 * For the rest of the transaction.
 *
 * Nothing is known yet about rows that were copied a moment ago: the planner takes them for one, and a nested loop over
 * them would be quadratic. Every join here is of whole rosters, so hash and merge joins are right. Where rows are spread by
 * a lateral join, which only a nested loop can do, that stands in a materialized expression of its own, so that the planner
 * cannot pull the next join into the loop.
 */
export async function useHashJoins(trx: Trx): Promise<void> {
  await sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true),
                   set_config('work_mem', '64MB', true)`.execute(trx);
}
