import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../db/advisory-locks.ts';
import type { Trx } from '../db/transaction.ts';

/**
 * Waits until nobody else writes the account's people: first statement after the lease in a transaction of a run that
 * writes them, so that a run and the calendar take the same rows one after the other and never from both ends. The
 * account's own row would do the same, but partners wait for that one.
 */
export async function lockCalendar(trx: Trx, linkedAccountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${keySql(linkedAccountId)})`.execute(trx);
}

/** False: a run is writing, which brings what the day brings itself. */
export async function tryLockCalendar(trx: Trx, linkedAccountId: string): Promise<boolean> {
  const { rows } = await sql<{ is_mine: boolean }>`
    select pg_try_advisory_xact_lock(${keySql(linkedAccountId)}) as is_mine`.execute(trx);
  return rows[0]!.is_mine;
}

const keySql = (linkedAccountId: string) =>
  sql`hashtextextended(${linkedAccountId}, ${ADVISORY_LOCKS.accountCalendar})`;
