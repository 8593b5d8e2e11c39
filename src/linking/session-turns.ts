import { inTransaction } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { MINUTE_MS, SECOND_MS } from '../lib/duration.ts';
import type { LinkingDeps } from './deps.ts';
import { lockLinkSession, updateSession, type LinkSessionKey } from './link-sessions-store.ts';
import { takeTurn, type Allowance } from './turns.ts';

/** Steps of the modal that cost a sign-in, a question to the source or a secret; more than a person does by hand. */
const ALLOWANCES = {
  credentials: { atOnce: 6, refillMs: MINUTE_MS },
  check: { atOnce: 10, refillMs: 20 * SECOND_MS },
  method: { atOnce: 15, refillMs: 20 * SECOND_MS },
  company: { atOnce: 10, refillMs: 20 * SECOND_MS },
  authorization: { atOnce: 10, refillMs: 30 * SECOND_MS },
  public_token: { atOnce: 10, refillMs: 30 * SECOND_MS },
} satisfies Record<string, Allowance>;

/**
 * Counts one step of the session, in a transaction of its own: what is refused later counts too, or guesses were free.
 * @throws AppError not_found, rate_limited `link_session_too_often` with the seconds to wait
 */
export async function spendTurn(
  deps: Pick<LinkingDeps, 'db' | 'clock'>,
  key: LinkSessionKey,
  step: keyof typeof ALLOWANCES,
): Promise<void> {
  const now = deps.clock.now();
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, key);
    const before = session.turns[step];
    const turn = takeTurn(before === undefined ? null : new Date(before), now, ALLOWANCES[step]);
    if (!turn.isFree) throw tooOften(turn.retryAfterSeconds);
    const turns = { ...session.turns, [step]: turn.spentUntil.toISOString() };
    await updateSession(trx, session, { turns: JSON.stringify(turns) });
  });
}

function tooOften(retryAfterSeconds: number): AppError {
  return new AppError(
    'rate_limited',
    'link_session_too_often',
    `This was done too often in this link session. Wait ${retryAfterSeconds} seconds.`,
    { retryAfterSeconds },
  );
}
