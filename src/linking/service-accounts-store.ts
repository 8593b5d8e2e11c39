import type { Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { ServiceAccountsTable } from '../db/schema/linking.ts';
import type { Trx } from '../db/transaction.ts';

export type ServiceAccountRow = Selectable<ServiceAccountsTable>;
export type ServiceAccountChange = Partial<
  Pick<
    ServiceAccountRow,
    | 'user_name'
    | 'sealed_invitation_url'
    | 'sealed_password'
    | 'sealed_authenticator_secret'
    | 'sealed_remote_session'
  > & { password_set_at: Date | null; authenticator_confirmed_at: Date | null }
>;

export async function findServiceAccount(
  db: Db | Trx,
  linkedAccountId: string,
): Promise<ServiceAccountRow | undefined> {
  return await db
    .selectFrom('service_accounts')
    .selectAll()
    .where('linked_account_id', '=', linkedAccountId)
    .executeTakeFirst();
}

export async function insertServiceAccount(
  trx: Trx,
  linkedAccountId: string,
  account: { userName: string; createdAt: Date },
): Promise<void> {
  await trx
    .insertInto('service_accounts')
    .values({
      linked_account_id: linkedAccountId,
      user_name: account.userName,
      created_at: account.createdAt,
    })
    .onConflict((conflict) => conflict.column('linked_account_id').doNothing())
    .execute();
}

export async function updateServiceAccount(
  trx: Trx,
  linkedAccountId: string,
  change: ServiceAccountChange,
): Promise<void> {
  await trx
    .updateTable('service_accounts')
    .set(change)
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
}

/** Its secrets go; the address that it was invited by stays the account's. */
export async function dropServiceAccount(trx: Trx, linkedAccountId: string): Promise<void> {
  await trx.deleteFrom('service_accounts').where('linked_account_id', '=', linkedAccountId).execute();
}

/** Whether every step of an acceptance was done and recorded. */
export function canSignIn(account: ServiceAccountRow | undefined): boolean {
  return account?.password_set_at != null && account.authenticator_confirmed_at !== null;
}
