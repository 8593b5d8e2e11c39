import { createToken, hashToken } from '../crypto/token-hash.ts';
import { inTransaction } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import type { LinkingDeps } from './deps.ts';
import { lockLinkSession, type LinkSessionKey } from './link-sessions-store.ts';
import { spendTurn } from './session-turns.ts';

const LIFE_MS = 10 * MINUTE_MS;

/**
 * A public token for a session that has linked: works once, within 10 minutes. The one before it stops working.
 * @throws AppError not_found, conflict `link_session_not_linked`
 */
export async function issuePublicToken(
  deps: Pick<LinkingDeps, 'db' | 'clock'>,
  input: LinkSessionKey,
): Promise<{ publicToken: string }> {
  await spendTurn(deps, input, 'public_token');
  return await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.state !== 'linked') {
      throw new AppError(
        'conflict',
        'link_session_not_linked',
        'This link session has not linked an account yet.',
      );
    }
    const account = await trx
      .selectFrom('linked_accounts')
      .select('is_test_account')
      .where('organization_id', '=', input.organizationId)
      .where('id', '=', session.linked_account_id)
      .executeTakeFirstOrThrow();
    const publicToken = createToken(account.is_test_account ? 'test' : 'live', 'pub');
    await trx
      .updateTable('link_sessions')
      .set({
        public_token_hash: hashToken(publicToken),
        public_token_expires_at: addMs(deps.clock.now(), LIFE_MS),
        public_token_used_at: null,
      })
      .where('organization_id', '=', input.organizationId)
      .where('id', '=', session.id)
      .execute();
    return { publicToken };
  });
}
