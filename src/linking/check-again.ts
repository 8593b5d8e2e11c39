import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { canTake } from './link-session-states.ts';
import {
  jobOf,
  lockLinkSession,
  moveSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { isAccessRefused, needsNewInvitation } from './problems.ts';
import { canSignIn, findServiceAccount, serviceAccountOf } from './service-accounts-store.ts';
import { isAccessGiven } from './session-access.ts';
import { spendTurn } from './session-turns.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

/**
 * Goes on from where the session waits or failed: checks the permissions anew, or takes up an acceptance that was not
 * finished. While one of both is under way, it does nothing.
 * @throws AppError not_found, conflict `new_invitation_needed` or `nothing_to_check`
 */
export async function checkAgain(deps: Deps, input: LinkSessionKey): Promise<SessionView> {
  await spendTurn(deps, input, 'check');
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (!['verifying_permissions', 'accepting_invitation', 'linked'].includes(session.state)) {
      await goOn(trx, session, deps.clock.now());
    }
  });
  return await viewSession(deps, input);
}

async function goOn(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  if (session.connection_method === 'service_account') await goOnByInvitation(trx, session, now);
  else await goOnByWhatWasGiven(trx, session, now);
}

async function goOnByInvitation(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  if (needsNewInvitation(session.last_error_code)) {
    throw new AppError(
      'conflict',
      'new_invitation_needed',
      'The service account must be invited again first.',
    );
  }
  const serviceAccount = await findServiceAccount(trx, serviceAccountOf(session));
  if (canSignIn(serviceAccount) && canTake(session.state, 'check_again')) {
    await verifyAgain(trx, session, now);
  } else if (session.state === 'failed' && serviceAccount?.sealed_invitation_url) {
    await moveSession(trx, session, 'invitation_found', { at: now, errorCode: null });
    await enqueue(trx, 'accept_invitation', jobOf(session));
  } else {
    throw nothingToCheck();
  }
}

/** What was refused is not tried again; the failed session asks for something else. */
async function goOnByWhatWasGiven(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  const isRefused = isAccessRefused(session.connection_method, session.last_error_code);
  if (!isRefused && canTake(session.state, 'check_again') && (await isAccessGiven(trx, session))) {
    return await verifyAgain(trx, session, now);
  }
  if (session.state !== 'failed') throw nothingToCheck();
  await moveSession(trx, session, 'method_chosen', { at: now, errorCode: session.last_error_code });
}

async function verifyAgain(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  await moveSession(trx, session, 'check_again', { at: now, errorCode: null });
  const task = session.sealed_authorization_code === null ? 'verify_permissions' : 'exchange_oauth_code';
  await enqueue(trx, task, jobOf(session));
}

function nothingToCheck(): AppError {
  return new AppError('conflict', 'nothing_to_check', 'There is nothing to check yet: nothing was given.');
}
