import { getIntegration } from '../accounts/index.ts';
import type { ConnectionMethod } from '../connectors/contract.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { invalidInput } from '../lib/app-error.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { endReplacement } from './end-replacement.ts';
import { lookAgainAtHeldMessages } from './inbound-messages-store.ts';
import { isBeforeAccess } from './link-session-states.ts';
import {
  jobOf,
  lockLinkSession,
  moveSession,
  scopeOf,
  updateSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { dropTriedAccess, isAccessIntact } from './session-access.ts';
import { findOfferedMethods } from './offered-methods.ts';
import { spendTurn } from './session-turns.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

/**
 * The admin takes another way in, or the same from its start. What the session was given is forgotten; the account's own
 * access stays in use.
 * @throws AppError not_found, invalid_input `connection_method_unavailable`, conflict `link_session_transition`
 */
export async function chooseMethod(
  deps: Deps,
  input: LinkSessionKey & { method: ConnectionMethod },
): Promise<SessionView> {
  await spendTurn(deps, input, 'method');
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    await assertOffered(deps, trx, session, input.method);
    const isSame = session.connection_method === input.method;
    if (isSame && isBeforeAccess(session.state)) return;
    await takeMethod(trx, session, input.method, deps.clock.now());
  });
  return await viewSession(deps, input);
}

/** The caller holds the session's lock. */
export async function takeMethod(
  trx: Trx,
  session: LinkSession,
  method: ConnectionMethod,
  now: Date,
): Promise<void> {
  const chosen: LinkSession = { ...session, connection_method: method };
  const state = await moveSession(trx, chosen, 'method_chosen', { at: now, errorCode: null });
  await dropTriedAccess(trx, session, now);
  if (method !== 'service_account') await endReplacement(trx, session);
  await updateSession(trx, session, { connection_method: method });
  if (state === 'awaiting_consent') return;
  // Who takes the same way once more wants to give something else than the account has.
  if (method !== session.connection_method) await waitForAccess(trx, { ...chosen, state }, now);
}

/** Consent is given and the method is known: goes on at once where the account's own access works by this method. */
export async function waitForAccess(trx: Trx, session: LinkSession, now: Date): Promise<void> {
  if (await isAccessIntact(trx, session)) {
    await moveSession(trx, session, 'check_again', { at: now, errorCode: null });
    await enqueue(trx, 'verify_permissions', jobOf(session));
  }
  if (session.connection_method === 'service_account') {
    await lookAgainAtHeldMessages(trx, session.linked_account_id);
  }
}

async function assertOffered(
  deps: Deps,
  trx: Trx,
  session: LinkSession,
  method: ConnectionMethod,
): Promise<void> {
  const integration = await getIntegration(trx, scopeOf(session));
  const connector = deps.connectors.get(integration);
  assertMethod(await findOfferedMethods(trx, session.organization_id, connector), method, '/method');
}

export function assertMethod(
  methods: readonly ConnectionMethod[],
  method: ConnectionMethod,
  pointer: string,
): void {
  if (methods.includes(method)) return;
  throw invalidInput('connection_method_unavailable', 'This way in is not switched on here.', pointer);
}
