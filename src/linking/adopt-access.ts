import { adoptGrant, adoptLogIn, dropLogInOfAccount, retireGrant } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { scopeOf, updateSession, type LinkSession } from './link-sessions-store.ts';
import { dropServiceAccount } from './service-accounts-store.ts';

/** What the session was given becomes what the account works with; what it had by another method is forgotten and ended. */
export async function adoptAccess(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  const scope = scopeOf(session);
  const method = session.connection_method;
  if (method === 'credentials') await adoptLogIn(trx, scope, session.id);
  else await dropLogInOfAccount(trx, scope);
  if (method === 'oauth') await adoptGrant(trx, scope, session.id);
  else await retireGrant(trx, scope, null, now);
  if (method !== 'service_account') await dropServiceAccount(trx, scope.linkedAccountId);
  await updateSession(trx, session, { company_choices: null });
}
