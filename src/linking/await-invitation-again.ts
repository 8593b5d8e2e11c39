import { inTransaction } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import type { LinkingDeps } from './deps.ts';
import { lockLinkSession, moveSession, type LinkSessionKey } from './link-sessions-store.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

/**
 * The admin says that the invitation was sent (again): the session waits for it anew, and what came before is no news any
 * more. The reason of a failure stays on record, because what was refused must not be tried with the new invitation.
 * @throws AppError not_found, conflict `invitation_not_awaited`, `link_session_transition`
 */
export async function awaitInvitationAgain(
  deps: ViewSessionDeps & Pick<LinkingDeps, 'clock'>,
  input: LinkSessionKey,
): Promise<SessionView> {
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.connection_method !== 'service_account') throw notAwaited();
    // It has come while the button was pressed.
    if (session.state === 'accepting_invitation') return;
    await moveSession(trx, session, 'invitation_resent', {
      at: deps.clock.now(),
      errorCode: session.last_error_code,
    });
  });
  return await viewSession(deps, input);
}

function notAwaited(): AppError {
  return new AppError(
    'conflict',
    'invitation_not_awaited',
    'This link session takes another way in than an invitation.',
  );
}
