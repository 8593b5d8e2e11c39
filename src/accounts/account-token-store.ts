import { createToken, hashToken } from '../crypto/token-hash.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import type { AccountScope } from './issues.ts';

const SEALED_FIELD = 'linked_account.account_token';
/** How long a token works on after another took its place. */
const GRACE_MS = 10 * MINUTE_MS;

export interface AccountTokenDeps {
  vault: Vault;
}

/** The account's token: the same one at every exchange, made at the first. */
export async function ensureAccountToken(
  deps: AccountTokenDeps,
  trx: Trx,
  scope: AccountScope,
): Promise<string> {
  const account = await lockTokens(trx, scope);
  if (account.sealed_account_token) return await unseal(deps, trx, scope, account.sealed_account_token);
  return await storeNewToken(deps, trx, scope, account.is_test_account, {});
}

/**
 * Puts a new token in place of the current one, which works 10 more minutes. A caller that presents the former token
 * lost the answer of its first call: it gets the same new token again.
 */
export async function rotateAccountToken(
  deps: AccountTokenDeps,
  trx: Trx,
  scope: AccountScope,
  options: { now: Date; presentedToken?: string | undefined },
): Promise<string> {
  const account = await lockTokens(trx, scope);
  const isRepeated =
    options.presentedToken !== undefined &&
    account.previous_account_token_hash?.equals(hashToken(options.presentedToken)) === true;
  if (isRepeated && account.sealed_account_token)
    return await unseal(deps, trx, scope, account.sealed_account_token);
  return await storeNewToken(deps, trx, scope, account.is_test_account, {
    previous_account_token_hash: account.account_token_hash,
    previous_account_token_expires_at: addMs(options.now, GRACE_MS),
  });
}

async function lockTokens(trx: Trx, scope: AccountScope) {
  const account = await trx
    .selectFrom('linked_accounts')
    .select(['account_token_hash', 'previous_account_token_hash', 'sealed_account_token', 'is_test_account'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .forUpdate()
    .executeTakeFirst();
  if (!account) throw notFound('linked account');
  return account;
}

async function storeNewToken(
  deps: AccountTokenDeps,
  trx: Trx,
  scope: AccountScope,
  isTestAccount: boolean,
  previous: { previous_account_token_hash?: Buffer | null; previous_account_token_expires_at?: Date },
): Promise<string> {
  const token = createToken(isTestAccount ? 'test' : 'live', 'acct');
  await trx
    .updateTable('linked_accounts')
    .set({
      account_token_hash: hashToken(token),
      sealed_account_token: await deps.vault.seal(
        trx,
        { linkedAccountId: scope.linkedAccountId },
        SEALED_FIELD,
        token,
      ),
      ...previous,
    })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .execute();
  return token;
}

async function unseal(
  deps: AccountTokenDeps,
  trx: Trx,
  scope: AccountScope,
  sealed: Buffer,
): Promise<string> {
  return (
    await deps.vault.unseal(trx, { linkedAccountId: scope.linkedAccountId }, SEALED_FIELD, sealed)
  ).toString('utf8');
}
