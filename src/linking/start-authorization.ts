import { getIntegration, getOauthDoor } from '../accounts/index.ts';
import { hashToken, randomBase62 } from '../crypto/token-hash.ts';
import { inTransaction } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import type { LinkingDeps } from './deps.ts';
import { lockLinkSession, scopeOf, updateSession, type LinkSessionKey } from './link-sessions-store.ts';
import { spendTurn } from './session-turns.ts';

const STATE_CHARACTERS = 43;
const STATE_LIFE_MS = 15 * MINUTE_MS;

type Deps = Pick<LinkingDeps, 'db' | 'clock' | 'connectors' | 'config'>;

/**
 * Where the admin consents at the source. The state in the address comes back once, within 15 minutes; the one before it
 * stops working.
 * @throws AppError not_found, conflict `authorization_not_awaited`, `integration_not_configured`
 */
export async function startAuthorization(
  deps: Deps,
  input: LinkSessionKey,
): Promise<{ authorizationUrl: string }> {
  await spendTurn(deps, input, 'authorization');
  const state = randomBase62(STATE_CHARACTERS);
  const integration = await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.state !== 'awaiting_authorization') throw notAwaited();
    await updateSession(trx, session, {
      authorization_state_hash: hashToken(state),
      authorization_state_expires_at: addMs(deps.clock.now(), STATE_LIFE_MS),
    });
    return await getIntegration(trx, scopeOf(session));
  });
  const door = getOauthDoor(deps, integration);
  return { authorizationUrl: door.authorizationUrl({ state, redirectUri: toRedirectUri(deps) }) };
}

/** As it is registered with the source, letter by letter. */
export function toRedirectUri(deps: Pick<LinkingDeps, 'config'>): string {
  return `${deps.config.linking.publicUrl}/link/oauth/callback`;
}

function notAwaited(): AppError {
  return new AppError(
    'conflict',
    'authorization_not_awaited',
    'This link session does not wait for a consent at the source.',
  );
}
