import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import { rotateAccountToken } from '../accounts/index.ts';
import { inTransaction } from '../db/transaction.ts';
import type { LinkingDeps } from './deps.ts';

export interface RegenerateAccountTokenInput {
  organizationId: string;
  linkedAccountId: string;
  /** The account token that the call came with; makes the call safe to repeat when its answer was lost. */
  presentedToken?: string;
  /** The command line unless given. */
  actor?: AuditActor;
}

/**
 * A new account token; the one before it works 10 more minutes.
 * @throws AppError not_found
 */
export async function regenerateAccountToken(
  deps: Pick<LinkingDeps, 'db' | 'clock' | 'vault'>,
  input: RegenerateAccountTokenInput,
): Promise<{ linkedAccountId: string; accountToken: string }> {
  const { organizationId, linkedAccountId, presentedToken, actor = COMMAND_LINE } = input;
  const accountToken = await inTransaction(deps.db, async (trx) => {
    const token = await rotateAccountToken(deps, trx, input, { now: deps.clock.now(), presentedToken });
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId,
      actor,
      type: 'REGENERATED_ACCOUNT_TOKEN',
      description: 'Issued a new account token.',
    });
    return token;
  });
  return { linkedAccountId, accountToken };
}
