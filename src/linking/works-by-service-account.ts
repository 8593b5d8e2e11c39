import { getLinkedAccount, type AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { findServiceAccount } from './service-accounts-store.ts';

/** Whether the account is linked, and is by a service account: then another one can take its place. @throws AppError not_found */
export async function worksByServiceAccount(
  db: Db | Trx,
  { organizationId, linkedAccountId }: AccountScope,
): Promise<boolean> {
  const account = await getLinkedAccount(db, organizationId, linkedAccountId);
  if (account.completed_at === null || account.connection_method !== 'service_account') return false;
  return (await findServiceAccount(db, { linkedAccountId, isReplacement: false })) !== undefined;
}
