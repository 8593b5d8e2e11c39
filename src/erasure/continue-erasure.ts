import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { deleteRows, hasRows, listAccountTables } from './account-tables.ts';
import { addToReceipt, closeReceipt, lockOpenErasure } from './receipts-store.ts';

/** Locks are held for this many rows at a time. */
const BATCH_ROWS = 5000;

export interface ErasureDeps {
  db: Db;
  clock: Clock;
}

/**
 * Deletes what is left of an erasure in batches, each in a transaction of its own, and completes the receipt. Safe to call at
 * any time and by any number of workers. `maxBatches` bounds how long the caller waits; a job does the rest.
 */
export async function continueErasure(
  deps: ErasureDeps,
  erasureId: string,
  options: { maxBatches?: number } = {},
): Promise<void> {
  const { bulk } = await listAccountTables(deps.db);
  let left = options.maxBatches ?? Number.POSITIVE_INFINITY;
  for (const table of bulk) {
    let count: number | undefined = BATCH_ROWS;
    while (count === BATCH_ROWS) {
      if (left-- <= 0) return;
      count = await inTransaction(deps.db, (trx) => eraseBatch(trx, erasureId, table));
    }
    if (count === undefined) break;
  }
  await inTransaction(deps.db, (trx) => finishErasure(trx, erasureId, deps.clock.now()));
}

/** Undefined: there is nothing to be done here, or somebody else does it. */
async function eraseBatch(trx: Trx, erasureId: string, table: string): Promise<number | undefined> {
  const erasure = await lockOpenErasure(trx, erasureId);
  if (!erasure || erasure.isErased || !(await mayGoOn(trx, erasure))) return undefined;
  const count = await deleteRows(trx, table, erasure.linkedAccountId, BATCH_ROWS);
  await addToReceipt(trx, erasureId, table, count);
  return count;
}

/** The records of an account that is linked again meanwhile are new ones, or stay. */
async function mayGoOn(
  trx: Trx,
  { subject, linkedAccountId }: { subject: string; linkedAccountId: string },
): Promise<boolean> {
  if (subject === 'account') return true;
  const { rows } = await sql`
    select from linked_accounts where id = ${linkedAccountId} and status = 'IDLE' for share`.execute(trx);
  return rows.length > 0;
}

/** Of an account, the row itself goes as soon as no consent waits to be ended at the source. */
async function finishErasure(trx: Trx, erasureId: string, now: Date): Promise<void> {
  const erasure = await lockOpenErasure(trx, erasureId);
  if (!erasure) return;
  if (
    !erasure.isErased &&
    (await mayGoOn(trx, erasure)) &&
    (await isAnythingLeft(trx, erasure.linkedAccountId))
  )
    return;
  const isAccount = erasure.subject === 'account';
  const isAccessEnded = !isAccount || !(await hasRows(trx, 'oauth_grants', erasure.linkedAccountId));
  if (isAccount && isAccessEnded) await deleteDetachedAccount(trx, erasure.linkedAccountId);
  await closeReceipt(trx, erasureId, { at: now, isAccessEnded });
}

/** Another worker may be in the middle of it. */
async function isAnythingLeft(trx: Trx, linkedAccountId: string): Promise<boolean> {
  for (const table of (await listAccountTables(trx)).bulk) {
    if (await hasRows(trx, table, linkedAccountId)) return true;
  }
  return false;
}

async function deleteDetachedAccount(trx: Trx, linkedAccountId: string): Promise<void> {
  await sql`delete from linked_accounts where id = ${linkedAccountId} and organization_id is null`.execute(
    trx,
  );
}
