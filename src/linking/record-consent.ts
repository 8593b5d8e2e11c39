import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { waitForAccess } from './choose-method.ts';
import type { LinkingDeps } from './deps.ts';
import {
  lockLinkSession,
  moveSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { agreementOf, scopesOf } from './session-scopes.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

/**
 * Records that the admin consents. Pressed twice, it counts once. A relink of an account whose access works goes on to
 * the check at once; mail that came before the consent is looked at now.
 * @throws AppError not_found, conflict `link_session_transition` when the session has ended, `agreement_changed`.
 */
export async function recordConsent(
  deps: Deps,
  input: LinkSessionKey & { agreement?: string | undefined },
): Promise<SessionView> {
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.consented_at !== null) return;
    assertSameAgreement(session, input.agreement);
    await consent(trx, session, deps.clock.now());
  });
  return await viewSession(deps, input);
}

/** What was shown, where the caller says what that was. */
function assertSameAgreement(session: LinkSession, agreement: string | undefined): void {
  if (agreement === undefined || agreement === agreementOf(session)) return;
  throw new AppError(
    'conflict',
    'agreement_changed',
    'What is asked for has changed since it was shown. Look at it again.',
    { pointer: '/agreement' },
  );
}

async function consent(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  const state = await moveSession(trx, session, 'consented', { at: now, errorCode: null });
  await trx
    .updateTable('link_sessions')
    .set({ consented_at: now, consented_scopes: JSON.stringify(scopesOf(session)) })
    .where('organization_id', '=', session.organization_id)
    .where('id', '=', session.id)
    .execute();
  await waitForAccess(trx, { ...session, state }, now);
}
