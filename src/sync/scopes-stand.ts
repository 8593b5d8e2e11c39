import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * What is staged was read by the account's scopes as they are; they stay so until the transaction ends. Asked last, because partners
 * wait for the account's row.
 * @throws AppError unavailable `scopes_changed`: the run reads again, by the new ones
 */
export async function assertScopesStand(trx: Trx, run: SyncRun): Promise<void> {
  const { organizationId, linkedAccountId } = run.scope;
  const account = await trx
    .selectFrom('linked_accounts')
    .select('scopes_version')
    .where('organization_id', '=', organizationId)
    .where('id', '=', linkedAccountId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (account?.scopes_version === run.account.scopesVersion) return;
  throw new AppError('unavailable', 'scopes_changed', 'The scopes were changed while the source was read.');
}
