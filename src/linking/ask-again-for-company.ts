import { findLogIn, saveLogInSession } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { moveSession, scopeOf, updateSession, type LinkSession } from './link-sessions-store.ts';
import type { LinkProblemCode } from './problems.ts';
import { serviceAccountOf, updateServiceAccount } from './service-accounts-store.ts';

/** The log-in is the right one, and of its companies another is to be chosen. The caller holds the session's lock or lease. */
export async function askAgainForCompany(
  trx: Trx,
  session: LinkSession,
  change: { at: Date; errorCode: LinkProblemCode | null },
): Promise<void> {
  await leaveCompany(trx, session);
  await updateSession(trx, session, {
    chosen_company_id: null,
    found_company: null,
    sealed_found_tax_id: null,
  });
  await moveSession(trx, session, 'company_unclear', change);
}

/** A remote session is in one company for good: the next company is entered by another one. */
async function leaveCompany(trx: Trx, session: LinkSession): Promise<void> {
  if (session.connection_method === 'service_account') {
    await updateServiceAccount(trx, serviceAccountOf(session), { sealed_remote_session: null });
    return;
  }
  const scope = scopeOf(session);
  const logIn = (await findLogIn(trx, scope, session.id)) ?? (await findLogIn(trx, scope, null));
  if (logIn) await saveLogInSession(trx, logIn.id, null);
}
