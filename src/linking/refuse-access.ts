import {
  findLinkedAccount,
  findLogIn,
  markRelinkNeeded,
  rememberRefused,
  type AccountScope,
} from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { DEFAULT_LANGUAGE } from '../lib/language.ts';
import { assertLease, releaseLease, type Lease } from '../queue/leases.ts';
import { moveSession, scopeOf, type LinkSession } from './link-sessions-store.ts';
import { describeProblem, type LinkProblemCode } from './problems.ts';
import { dropTriedAccess, isAccessGivenAnew } from './session-access.ts';

/**
 * What the admin gave opens nothing: the session waits for it anew and says why. A log-in is remembered as refused, so
 * that nobody tries it twice. Was it the account's own, the account asks for a relink as after a sync.
 */
export async function refuseAccess(
  trx: Trx,
  lease: Lease,
  session: LinkSession,
  refusal: { code: LinkProblemCode; at: Date },
): Promise<void> {
  await assertLease(trx, lease);
  const scope = scopeOf(session);
  if (session.connection_method === 'credentials') await rememberLogIn(trx, scope, session, refusal);
  if (await isOwnAccess(trx, session)) {
    const { message } = describeProblem(refusal.code, session.connection_method, DEFAULT_LANGUAGE);
    const description = `${message} Nothing is read until the account is linked again.`;
    await markRelinkNeeded(trx, scope, { code: refusal.code, description });
  }
  await dropTriedAccess(trx, session, refusal.at);
  await moveSession(trx, session, 'access_refused', { at: refusal.at, errorCode: refusal.code });
  await releaseLease(trx, lease);
}

async function rememberLogIn(
  trx: Trx,
  scope: AccountScope,
  session: LinkSession,
  refusal: { code: LinkProblemCode; at: Date },
): Promise<void> {
  const logIn = (await findLogIn(trx, scope, session.id)) ?? (await findLogIn(trx, scope, null));
  if (!logIn || refusal.code === 'sign_in_interrupted') return;
  const isPassword = refusal.code === 'bad_credentials' || refusal.code === 'password_expired';
  const fingerprint = isPassword ? logIn.password_fingerprint : logIn.code_fingerprint;
  await rememberRefused(trx, scope, fingerprint, refusal.at);
}

async function isOwnAccess(trx: Trx, session: LinkSession): Promise<boolean> {
  if (await isAccessGivenAnew(trx, session)) return false;
  const account = await findLinkedAccount(trx, session.organization_id, session.linked_account_id);
  return account?.connection_method === session.connection_method;
}
