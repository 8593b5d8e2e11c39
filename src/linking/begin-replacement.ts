import type { AccountScope } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { takeMethod } from './choose-method.ts';
import { canTake, isBeforeAccess } from './link-session-states.ts';
import { isLeaseHeld, lockOpenSession, updateSession, type LinkSession } from './link-sessions-store.ts';
import { replaceLocalPart } from './service-emails-store.ts';

/**
 * Turns the account's open session into one that sets up a service account beside the account's own. A replacement that
 * is under way stays as it is. Returns the session.
 * @throws AppError conflict `link_session_busy` while a job has the session
 */
export async function beginReplacement(trx: Trx, scope: AccountScope, now: Date): Promise<LinkSession> {
  const session = await lockOpenSession(trx, scope.linkedAccountId);
  if (!session || !canTake(session.state, 'method_chosen') || (await isLeaseHeld(trx, session))) throw busy();
  if (session.is_replacement) return session;
  await updateSession(trx, session, { is_replacement: true });
  await replaceLocalPart(trx, scope.linkedAccountId);
  const replacing = { ...session, is_replacement: true };
  const isSameMethod = session.connection_method === 'service_account';
  if (!isSameMethod || !isBeforeAccess(session.state)) {
    await takeMethod(trx, replacing, 'service_account', now);
  }
  return replacing;
}

function busy(): AppError {
  return new AppError(
    'conflict',
    'link_session_busy',
    'The link session is being worked on. Try again in a moment.',
  );
}
