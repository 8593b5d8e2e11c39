import { hashToken } from '../crypto/token-hash.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Language } from '../lib/language.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import {
  jobOf,
  moveSession,
  scopeOf,
  toLinkSession,
  updateSession,
  type LinkSession,
} from './link-sessions-store.ts';
import { findAccountLanguage } from './session-language.ts';

/** What the vault seals here; the name is bound to the sealed bytes. */
export const CODE_FIELD = 'link_session.authorization_code';

/** What the browser brought back from the source. */
export interface AuthorizationAnswer {
  state: string;
  code: string | null;
  /** The source's own word, e.g. `access_denied`. */
  error: string | null;
}

/** `unknown`: no session waits for this state; who asks learns no more. */
export type AuthorizationOutcome = 'received' | 'denied' | 'failed' | 'unknown';

/** What came of it, and what the session's person is spoken to in; null where no session is known. */
export interface AuthorizationReception {
  outcome: AuthorizationOutcome;
  language: Language | null;
}

/**
 * Takes the consent's answer: the code is sealed before anything else, and a job exchanges it. The state alone says whose
 * it is, and works once.
 */
export async function receiveAuthorization(
  deps: Pick<LinkingDeps, 'db' | 'clock' | 'vault'>,
  answer: AuthorizationAnswer,
): Promise<AuthorizationReception> {
  const now = deps.clock.now();
  return await inTransaction(deps.db, async (trx) => {
    const session = await lockByState(trx, answer.state, now);
    if (!session || (answer.code === null && answer.error === null)) {
      return { outcome: 'unknown', language: null };
    }
    await updateSession(trx, session, {
      authorization_state_hash: null,
      authorization_state_expires_at: null,
    });
    const language = await findAccountLanguage(trx, scopeOf(session));
    if (answer.error !== null || answer.code === null) {
      return { outcome: await refuse(trx, session, answer.error, now), language };
    }
    await accept(deps, trx, session, answer.code, now);
    return { outcome: 'received', language };
  });
}

async function accept(
  deps: Pick<LinkingDeps, 'vault'>,
  trx: Trx,
  session: LinkSession,
  code: string,
  now: Date,
): Promise<void> {
  const linkedAccountId = session.linked_account_id;
  await updateSession(trx, session, {
    sealed_authorization_code: await deps.vault.seal(trx, { linkedAccountId }, CODE_FIELD, code),
    authorization_code_exchanged_at: null,
  });
  await moveSession(trx, session, 'authorized', { at: now, errorCode: null });
  await enqueue(trx, 'exchange_oauth_code', jobOf(session));
}

async function refuse(
  trx: Trx,
  session: LinkSession,
  error: string | null,
  now: Date,
): Promise<AuthorizationOutcome> {
  const isDenied = error === 'access_denied';
  const errorCode = isDenied ? 'authorization_denied' : 'authorization_failed';
  await moveSession(trx, session, 'authorization_refused', { at: now, errorCode });
  return isDenied ? 'denied' : 'failed';
}

async function lockByState(trx: Trx, state: string, now: Date): Promise<LinkSession | undefined> {
  const row = await trx
    .selectFrom('link_sessions')
    .selectAll()
    .where('authorization_state_hash', '=', hashToken(state))
    .where('authorization_state_expires_at', '>', now.toISOString())
    .where('state', '=', 'awaiting_authorization')
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row && toLinkSession(row);
}
