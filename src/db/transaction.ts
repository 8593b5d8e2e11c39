import type { Transaction } from 'kysely';
import type { Db } from './client.ts';
import type { Schema } from './schema/index.ts';

/** A function that takes `Trx` must run in a transaction; the compiler sees to it. */
export type Trx = Transaction<Schema>;

/** Runs `work` in one transaction. No network call may be made inside: claim, call outside, record in another. */
export function inTransaction<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}
