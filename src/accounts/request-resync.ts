import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import type { AccountScope } from './issues.ts';
import { requestSync } from './request-sync.ts';

/** Somebody asks for the source to be read again now. Safe to repeat: see requestSync. */
export async function requestResync(deps: { db: Db }, scope: AccountScope): Promise<void> {
  await inTransaction(deps.db, (trx) => requestSync(trx, scope, 'request'));
}
