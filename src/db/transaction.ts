import { sql, type Transaction } from 'kysely';
import type { Db } from './client.ts';
import type { Schema } from './schema/index.ts';

/** A function that takes `Trx` must run in a transaction; the compiler sees to it. */
export type Trx = Transaction<Schema>;

/** Runs `work` in one transaction. No network call may be made inside: claim, call outside, record in another. */
export function inTransaction<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}

/**
 * SQL for a statement whose transaction may end before it is on the disk, some tenths of a second later: for what is only
 * done once more when the server crashes meanwhile. The common table expression counts where `isSoonOnDisk` is among the
 * conditions.
 */
export const soonOnDisk = sql`soon_on_disk as materialized (select set_config('synchronous_commit', 'off', true))`;
export const isSoonOnDisk = sql`(select count(*) from soon_on_disk) = 1`;
