import type { UnconfirmedPassword } from '../connectors/contract.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { AccountScope } from './issues.ts';

/** Sealed under the password's own name, so that the bytes move as they are once it is the password. */
export const PASSWORD_FIELD = 'service_account.password';

/** A password that was sealed to be sent, and of which nobody knows whether the source took it. */
export async function findUnconfirmedPassword(
  { db, vault }: { db: Db; vault: Vault },
  scope: AccountScope,
): Promise<UnconfirmedPassword | null> {
  const row = await db
    .selectFrom('password_ages')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'password_ages.linked_account_id')
    .select('sealed_new_password')
    .where('linked_accounts.organization_id', '=', scope.organizationId)
    .where('password_ages.linked_account_id', '=', scope.linkedAccountId)
    .executeTakeFirst();
  const sealed = row?.sealed_new_password;
  if (!sealed) return null;
  const owner = { linkedAccountId: scope.linkedAccountId };
  return {
    password: (await vault.unseal(db, owner, PASSWORD_FIELD, sealed)).toString('utf8'),
    settle: (isValid) => inTransaction(db, (trx) => settlePassword(trx, scope, sealed, isValid)),
  };
}

/** Makes it the account's password, or drops it; another one that was sealed since stays. */
export async function settlePassword(
  trx: Trx,
  scope: AccountScope,
  sealed: Buffer,
  isValid: boolean,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('password_ages')
    .set({ sealed_new_password: null })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('sealed_new_password', '=', sealed)
    .executeTakeFirstOrThrow();
  if (!isValid || numUpdatedRows === 0n) return;
  await trx
    .updateTable('service_accounts')
    .set({ sealed_password: sealed })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('is_replacement', '=', false)
    .execute();
}
