import { rotateAccountToken } from '../accounts/index.ts';
import { inTransaction } from '../db/transaction.ts';
import type { LinkingDeps } from './deps.ts';

export interface RegenerateAccountTokenInput {
  organizationId: string;
  linkedAccountId: string;
  /** The account token that the call came with; makes the call safe to repeat when its answer was lost. */
  presentedToken?: string;
}

/**
 * A new account token; the one before it works 10 more minutes.
 * @throws AppError not_found
 */
export async function regenerateAccountToken(
  deps: Pick<LinkingDeps, 'db' | 'clock' | 'vault'>,
  input: RegenerateAccountTokenInput,
): Promise<{ linkedAccountId: string; accountToken: string }> {
  const accountToken = await inTransaction(deps.db, (trx) =>
    rotateAccountToken(deps, trx, input, { now: deps.clock.now(), presentedToken: input.presentedToken }),
  );
  return { linkedAccountId: input.linkedAccountId, accountToken };
}
