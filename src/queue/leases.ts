import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';

/**
 * For short work that a job of its own brings back: shorter than a dead worker goes unnoticed, so that the job that the
 * living are given finds the row free. One that came earlier would leave quietly, and the work with it.
 */
export const SHORT_LEASE_SECONDS = 30;

/** Tables whose rows are worked on by one worker at a time. Each has lease_token and lease_until. */
export type LeasedTable = 'sync_runs' | 'link_sessions' | 'oauth_grants' | 'password_ages';

/** The right to work on one row, until the database's clock says otherwise. `token` only grows: it fences zombies. */
export interface Lease {
  table: LeasedTable;
  id: string;
  token: number;
}

export class LeaseLostError extends AppError {
  override readonly name = 'LeaseLostError';
  constructor(lease: Lease) {
    super('conflict', 'lease_lost', `Another worker took over ${lease.table} ${lease.id}.`);
  }
}

/** Nobody holds the row. */
export const isUnleased = sql<boolean>`(lease_until is null or lease_until < now())`;

/** Takes the row, as part of a statement that writes more of it; only where it `isUnleased`. */
export const leasedFor = (seconds: number) => ({
  lease_token: sql<number>`lease_token + 1`,
  lease_until: sql<string>`now() + make_interval(secs => ${seconds}::double precision)`,
});

/** Takes the row when nobody holds it. Undefined: somebody does, or the row is gone; leave it to them. */
export async function takeLease(
  db: Db | Trx,
  table: LeasedTable,
  id: string,
  seconds: number,
): Promise<Lease | undefined> {
  const { lease_token, lease_until } = leasedFor(seconds);
  const { rows } = await sql<{ lease_token: number }>`
    update ${sql.table(table)} set lease_token = ${lease_token}, lease_until = ${lease_until}
     where id = ${id} and ${isUnleased}
    returning lease_token`.execute(db);
  return rows[0] && { table, id, token: rows[0].lease_token };
}

/** @throws LeaseLostError */
export async function extendLease(db: Db | Trx, lease: Lease, seconds: number): Promise<void> {
  const { rows } = await sql`
    update ${sql.table(lease.table)} set lease_until = now() + make_interval(secs => ${seconds}::double precision)
     where id = ${lease.id} and lease_token = ${lease.token}
    returning id`.execute(db);
  if (rows.length === 0) throw new LeaseLostError(lease);
}

/**
 * First statement of every transaction that writes under a lease: locks the row and proves that nobody took it over,
 * so that a worker that slept through its lease can't commit.
 * @throws LeaseLostError
 */
export async function assertLease(trx: Trx, lease: Lease): Promise<void> {
  const { rows } = await sql`
    select 1 from ${sql.table(lease.table)} where id = ${lease.id} and lease_token = ${lease.token} for update`.execute(
    trx,
  );
  if (rows.length === 0) throw new LeaseLostError(lease);
}

/** A transaction that only the holder of the lease can commit. @throws LeaseLostError */
export function writeUnderLease<T>(db: Db, lease: Lease, work: (trx: Trx) => Promise<T>): Promise<T> {
  return inTransaction(db, async (trx) => {
    await assertLease(trx, lease);
    return await work(trx);
  });
}

export async function releaseLease(db: Db | Trx, lease: Lease): Promise<void> {
  await sql`
    update ${sql.table(lease.table)} set lease_until = null
     where id = ${lease.id} and lease_token = ${lease.token} and lease_until is not null`.execute(db);
}

/**
 * Holds a lease while `work` runs: extends it every third of its length on its own query, and aborts the signal when it
 * was lost. An extension waits while a transaction of the work has the row; no second one queues up behind it, or a long
 * transaction would use up the pool. Releases the lease in the end, also after an error.
 */
export async function withLease<T>(
  db: Db,
  lease: Lease,
  seconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let isExtending = false;
  const extend = async (): Promise<void> => {
    if (isExtending) return;
    isExtending = true;
    try {
      await extendLease(db, lease, seconds);
    } catch (error) {
      if (error instanceof LeaseLostError) abort.abort(error);
    } finally {
      isExtending = false;
    }
  };
  const timer = setInterval(() => void extend(), (seconds * 1000) / 3);
  try {
    return await work(abort.signal);
  } finally {
    clearInterval(timer);
    await releaseLease(db, lease).catch(() => undefined);
  }
}
