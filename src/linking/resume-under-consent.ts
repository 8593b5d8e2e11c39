import { getIntegration } from '../accounts/index.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { waitForAccess } from './choose-method.ts';
import type { LinkingDeps } from './deps.ts';
import {
  lockLinkSession,
  moveSession,
  scopeOf,
  updateSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { isAccessIntact } from './session-access.ts';
import type { SessionView } from './session-view.ts';
import { findStoredConsent } from './stored-consent.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';
import { findRelinkReason } from './why-relink.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

/**
 * Goes on with a relink where the problem is, under the consent that was given before. Of a session that went on already
 * it changes nothing.
 * @throws AppError not_found, conflict `consent_needed`
 */
export async function resumeUnderConsent(deps: Deps, input: LinkSessionKey): Promise<SessionView> {
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.state === 'awaiting_consent') await resume(deps, trx, session);
  });
  return await viewSession(deps, input);
}

async function resume(deps: Deps, trx: Trx, session: LinkSession): Promise<void> {
  const consent = await findStoredConsent(trx, session);
  if (!consent) {
    throw new AppError('conflict', 'consent_needed', 'The admin has not agreed to what is asked for yet.');
  }
  await updateSession(trx, session, {
    consented_at: consent.consented_at,
    consented_scopes: JSON.stringify(consent.consented_scopes),
  });
  const at = deps.clock.now();
  if (await lacksPermissionsOnly(deps, trx, session)) {
    await moveSession(trx, session, 'permissions_lost', { at, errorCode: 'permission_missing' });
    return;
  }
  const state = await moveSession(trx, session, 'consented', { at, errorCode: null });
  await waitForAccess(trx, { ...session, state }, at);
}

/** The log-in works; what is known to be missing is shown before anybody waits for another check. */
async function lacksPermissionsOnly(deps: Deps, trx: Trx, session: LinkSession): Promise<boolean> {
  const connector = deps.connectors.get(await getIntegration(trx, scopeOf(session)));
  const reason = await findRelinkReason(trx, session, connector);
  return reason?.code === 'permission_lost' && (await isAccessIntact(trx, session));
}
