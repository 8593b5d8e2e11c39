import type { Trx } from '../db/transaction.ts';
import { updateSession, type LinkSession } from './link-sessions-store.ts';
import { dropServiceAccount } from './service-accounts-store.ts';
import { restoreLocalPart } from './service-emails-store.ts';

/** Nothing comes of a replacement: what it was given is forgotten, and the account keeps its log-in and its address. */
export async function endReplacement(trx: Trx, session: LinkSession): Promise<void> {
  if (!session.is_replacement) return;
  const linkedAccountId = session.linked_account_id;
  await dropServiceAccount(trx, { linkedAccountId, isReplacement: true });
  await restoreLocalPart(trx, linkedAccountId);
  await updateSession(trx, session, { is_replacement: false });
}
