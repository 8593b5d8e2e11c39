import {
  adoptGrant,
  adoptLogIn,
  dropLogInOfAccount,
  forgetPasswordAge,
  retireGrant,
  type AccountScope,
} from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { scopeOf, updateSession, type LinkSession } from './link-sessions-store.ts';
import { adoptReplacement, dropServiceAccounts } from './service-accounts-store.ts';
import { endReplacedLocalPart } from './service-emails-store.ts';

/** What the session was given becomes what the account works with; what it had by another method is forgotten and ended. */
export async function adoptAccess(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  const scope = scopeOf(session);
  const method = session.connection_method;
  if (method === 'credentials') await adoptLogIn(trx, scope, session.id);
  else await dropLogInOfAccount(trx, scope);
  if (method === 'oauth') await adoptGrant(trx, scope, session.id);
  else await retireGrant(trx, scope, null, now);
  if (method !== 'service_account') await dropServiceAccounts(trx, scope.linkedAccountId);
  else if (session.is_replacement) await replaceOwn(trx, scope, now);
  await updateSession(trx, session, {
    company_choices: null,
    found_company: null,
    sealed_found_tax_id: null,
  });
}

/** The new service account is proven: nothing of the former is kept, and its user can be removed at the source. */
async function replaceOwn(trx: Trx, scope: AccountScope, now: Date): Promise<void> {
  await adoptReplacement(trx, scope.linkedAccountId);
  await forgetPasswordAge(trx, scope);
  await endReplacedLocalPart(trx, scope.linkedAccountId, now);
}
