import type { Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { ServiceAccountsTable } from '../db/schema/linking.ts';
import type { Trx } from '../db/transaction.ts';
import type { LinkSession } from './link-sessions-store.ts';

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

/** The one that the account works with, or the one that is being set up to replace it. */
export interface ServiceAccountKey {
  linkedAccountId: string;
  isReplacement: boolean;
}

/** The one that a link session sets up. */
export function serviceAccountOf(session: LinkSession): ServiceAccountKey {
  return { linkedAccountId: session.linked_account_id, isReplacement: session.is_replacement };
}

export async function findServiceAccount(
  db: Db | Trx,
  key: ServiceAccountKey,
): Promise<ServiceAccountRow | undefined> {
  return await db
    .selectFrom('service_accounts')
    .selectAll()
    .where('linked_account_id', '=', key.linkedAccountId)
    .where('is_replacement', '=', key.isReplacement)
    .executeTakeFirst();
}

export async function insertServiceAccount(
  trx: Trx,
  key: ServiceAccountKey,
  account: { userName: string; createdAt: Date },
): Promise<void> {
  await trx
    .insertInto('service_accounts')
    .values({
      linked_account_id: key.linkedAccountId,
      is_replacement: key.isReplacement,
      user_name: account.userName,
      created_at: account.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['linked_account_id', 'is_replacement']).doNothing())
    .execute();
}

export async function updateServiceAccount(
  trx: Trx,
  key: ServiceAccountKey,
  change: ServiceAccountChange,
): Promise<void> {
  await trx
    .updateTable('service_accounts')
    .set(change)
    .where('linked_account_id', '=', key.linkedAccountId)
    .where('is_replacement', '=', key.isReplacement)
    .execute();
}

/** The secrets of the account's own go, and of one that was to replace it; the address stays the account's. */
export async function dropServiceAccounts(trx: Trx, linkedAccountId: string): Promise<void> {
  await trx.deleteFrom('service_accounts').where('linked_account_id', '=', linkedAccountId).execute();
}

export async function dropServiceAccount(trx: Trx, key: ServiceAccountKey): Promise<void> {
  await trx
    .deleteFrom('service_accounts')
    .where('linked_account_id', '=', key.linkedAccountId)
    .where('is_replacement', '=', key.isReplacement)
    .execute();
}

/** The replacement becomes the account's own; the secrets of the former are forgotten. */
export async function adoptReplacement(trx: Trx, linkedAccountId: string): Promise<void> {
  await dropServiceAccount(trx, { linkedAccountId, isReplacement: false });
  await trx
    .updateTable('service_accounts')
    .set({ is_replacement: false })
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
}

/** Whether every step of an acceptance was done and recorded. */
export function canSignIn(account: ServiceAccountRow | undefined): boolean {
  return account?.password_set_at != null && account.authenticator_confirmed_at !== null;
}
