import { ensureAccountToken, getIntegration } from '../accounts/index.ts';
import { hashToken, parseToken } from '../crypto/token-hash.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import type { LinkingDeps } from './deps.ts';

export interface ExchangePublicTokenInput {
  organizationId: string;
  publicToken: string;
}

export interface ExchangedToken {
  accountToken: string;
  linkedAccountId: string;
  integration: { name: string; slug: string };
}

type Deps = Pick<LinkingDeps, 'db' | 'clock' | 'vault' | 'connectors'>;

/**
 * Trades a public token for the account token: once, within its 10 minutes, for the organization that it belongs to.
 * After a relink the answer is the account token that the partner has already.
 * @throws AppError not_found `public_token_invalid`: mistyped, unknown, used and expired look alike.
 */
export async function exchangePublicToken(
  deps: Deps,
  input: ExchangePublicTokenInput,
): Promise<ExchangedToken> {
  if (!parseToken(input.publicToken, 'pub')) throw invalidPublicToken();
  return await inTransaction(deps.db, async (trx) => {
    const linkedAccountId = await usePublicToken(trx, input, deps.clock.now());
    const scope = { organizationId: input.organizationId, linkedAccountId };
    const accountToken = await ensureAccountToken(deps, trx, scope);
    return { accountToken, linkedAccountId, integration: await readIntegration(deps, trx, scope) };
  });
}

/** One conditional update: of any number of parallel exchanges, one finds the token unused. */
async function usePublicToken(trx: Trx, input: ExchangePublicTokenInput, now: Date): Promise<string> {
  const session = await trx
    .updateTable('link_sessions')
    .set({ public_token_used_at: now })
    .where('organization_id', '=', input.organizationId)
    .where('public_token_hash', '=', hashToken(input.publicToken))
    .where('public_token_used_at', 'is', null)
    .where('public_token_expires_at', '>', now.toISOString())
    .returning('linked_account_id')
    .executeTakeFirst();
  if (!session) throw invalidPublicToken();
  return session.linked_account_id;
}

async function readIntegration(
  deps: Deps,
  trx: Trx,
  scope: { organizationId: string; linkedAccountId: string },
) {
  const integration = await getIntegration(trx, scope);
  return { name: deps.connectors.get(integration).name, slug: integration };
}

function invalidPublicToken(): AppError {
  return new AppError(
    'not_found',
    'public_token_invalid',
    'The public token is unknown, was used already or is older than 10 minutes.',
  );
}
