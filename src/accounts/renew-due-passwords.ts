import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { addMs, HOUR_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import { claimDuePasswords, watchPasswords } from './password-ages-store.ts';

const BATCH = 100;

/** Adds a job for each password whose age is due to be looked at. Any number of workers may do this at once. */
export async function renewDuePasswords(deps: { db: Db; clock: Clock }): Promise<void> {
  const now = deps.clock.now();
  await inTransaction(deps.db, async (trx) => {
    await watchPasswords(trx, now, BATCH);
    for (const due of await claimDuePasswords(trx, { now, againAt: addMs(now, HOUR_MS) }, BATCH)) {
      await enqueue(trx, 'renew_password', { linkedAccountId: due.linked_account_id });
    }
  });
}
