import { findLinkedAccount } from '../accounts/index.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { lookAgainAtHeldMessages } from './inbound-messages-store.ts';
import {
  lockLinkSession,
  moveSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { canSignIn, findServiceAccount } from './service-accounts-store.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

/**
 * Records that the admin consents. Pressed twice, it counts once. A relink of an account whose access works goes on to
 * the check at once; mail that came before the consent is looked at now.
 * @throws AppError not_found, conflict `link_session_transition` when the session has ended.
 */
export async function recordConsent(deps: Deps, input: LinkSessionKey): Promise<SessionView> {
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.consented_at !== null) return;
    await consent(trx, session, deps.clock.now());
  });
  return await viewSession(deps, input);
}

async function consent(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  const state = await moveSession(trx, session, 'consented', { at: now, errorCode: null });
  await trx
    .updateTable('link_sessions')
    .set({ consented_at: now })
    .where('organization_id', '=', session.organization_id)
    .where('id', '=', session.id)
    .execute();
  if (await isAccessIntact(trx, session)) {
    await moveSession(trx, { ...session, state }, 'check_again', { at: now, errorCode: null });
    await enqueue(trx, 'verify_permissions', {
      linkedAccountId: session.linked_account_id,
      linkSessionId: session.id,
    });
  }
  await lookAgainAtHeldMessages(trx, session.linked_account_id);
}

/** An account that needs a relink was refused by the source: the same password is not tried again. */
async function isAccessIntact(trx: Trx, session: LinkSession): Promise<boolean> {
  const account = await findLinkedAccount(trx, session.organization_id, session.linked_account_id);
  return (
    account?.status !== 'RELINK_NEEDED' && canSignIn(await findServiceAccount(trx, session.linked_account_id))
  );
}
