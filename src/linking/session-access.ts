import {
  deleteGrant,
  dropTriedLogIn,
  findGrant,
  findLinkedAccount,
  findLogIn,
  retireGrant,
} from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { NO_COMPANY, scopeOf, updateSession, type LinkSession } from './link-sessions-store.ts';
import { canSignIn, findServiceAccount, serviceAccountOf } from './service-accounts-store.ts';

/**
 * Whether the account's own access fits the session's method and works as far as we know. An account that needs a relink
 * was refused by the source: the same access is not tried again.
 */
export async function isAccessIntact(trx: Trx, session: LinkSession): Promise<boolean> {
  const scope = scopeOf(session);
  const account = await findLinkedAccount(trx, scope.organizationId, scope.linkedAccountId);
  if (!account || account.status === 'RELINK_NEEDED') return false;
  if (account.connection_method !== session.connection_method) return false;
  return await hasAccess(trx, session, null);
}

/** Whether there is something to try: given in this session, or the account's own when that is intact. */
export async function isAccessGiven(trx: Trx, session: LinkSession): Promise<boolean> {
  return (await isAccessGivenAnew(trx, session)) || (await isAccessIntact(trx, session));
}

/** In this session: a code that waits to be exchanged counts, for it can't be given twice. */
export async function isAccessGivenAnew(trx: Trx, session: LinkSession): Promise<boolean> {
  return session.sealed_authorization_code !== null || (await hasAccess(trx, session, session.id));
}

async function hasAccess(trx: Trx, session: LinkSession, linkSessionId: string | null): Promise<boolean> {
  const scope = scopeOf(session);
  switch (session.connection_method) {
    case 'service_account':
      return canSignIn(await findServiceAccount(trx, serviceAccountOf(session)));
    case 'credentials':
      return (await findLogIn(trx, scope, linkSessionId)) !== undefined;
    case 'oauth': {
      const grant = await findGrant(trx, scope, linkSessionId);
      return grant !== undefined && grant.state !== 'ended';
    }
  }
}

/** Forgets what the session was given, and ends it at the source where that hurts nobody. */
export async function dropTriedAccess(
  trx: Trx,
  session: LinkSession,
  now: Date,
  options: { isOtherCompany: boolean } = { isOtherCompany: false },
): Promise<void> {
  await dropTriedLogIn(trx, session.id);
  await dropTriedGrant(trx, session, now, options.isOtherCompany);
  await updateSession(trx, session, {
    authorization_state_hash: null,
    authorization_state_expires_at: null,
    sealed_authorization_code: null,
    authorization_code_exchanged_at: null,
    ...NO_COMPANY,
  });
}

/** Revoking it could end the grant that the account works with: to the source both may be one consent. */
async function dropTriedGrant(
  trx: Trx,
  session: LinkSession,
  now: Date,
  isOtherCompany: boolean,
): Promise<void> {
  const scope = scopeOf(session);
  const tried = await findGrant(trx, scope, session.id);
  if (!tried) return;
  const own = await findGrant(trx, scope, null);
  if (own?.state === 'active' && !isOtherCompany) await deleteGrant(trx, tried);
  else await retireGrant(trx, scope, session.id, now);
}
