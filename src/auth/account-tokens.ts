import { findLinkedAccountByToken } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { LinkedAccountPrincipal } from './principals.ts';

/**
 * Which linked account of this organization the token names; a token that was rotated away works until its end.
 * @throws AppError unauthenticated `account_token_invalid`: unknown, ended and another organization's look alike.
 */
export async function authenticateAccountToken(
  deps: { db: Db; clock: Clock },
  organizationId: string,
  token: string,
): Promise<LinkedAccountPrincipal> {
  const account = await findLinkedAccountByToken(deps.db, organizationId, token, deps.clock.now());
  if (!account) {
    throw new AppError(
      'unauthenticated',
      'account_token_invalid',
      'The account token is unknown to this API key, mistyped or has ended.',
    );
  }
  return { organizationId, linkedAccountId: account.id };
}
