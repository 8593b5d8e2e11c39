import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { lockCalendar } from './lock-calendar.ts';

/** Before every id. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Carries out `step` in a transaction each time, from where the last one ended, until there is no more. Whoever else writes the
 * account's records does so before or after it.
 */
export async function inBatches<Place>(
  db: Db,
  linkedAccountId: string,
  first: Place,
  step: (trx: Trx, after: Place) => Promise<Place | undefined>,
): Promise<void> {
  for (let place: Place | undefined = first; place !== undefined;) {
    const after: Place = place;
    place = await inTransaction(db, async (trx) => {
      await lockCalendar(trx, linkedAccountId);
      return await step(trx, after);
    });
  }
}
