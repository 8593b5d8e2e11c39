import type { Trx } from '../db/transaction.ts';
import { invalidInput } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';

/**
 * The accounts whose events an endpoint gets, without repetitions; null: all. Another organization's account is as unknown as
 * one that does not exist. The accounts are held until the commit, so that none is erased in between.
 * @throws AppError invalid_input `account_filter_empty`, `linked_account_unknown`
 */
export async function parseAccountFilter(
  trx: Trx,
  organizationId: string,
  ids: readonly string[] | null,
): Promise<string[] | null> {
  if (ids === null) return null;
  if (ids.length === 0) {
    const message = 'Name at least one linked account, or say null for all.';
    throw invalidInput('account_filter_empty', message, '/linked_account_ids');
  }
  const wanted = ids.map((id) => id.toLowerCase());
  const known = await lockAccounts(trx, organizationId, wanted.filter(isUuid));
  const unknown = wanted.findIndex((id) => !known.has(id));
  if (unknown < 0) return [...new Set(wanted)];
  throw invalidInput(
    'linked_account_unknown',
    'There is no such linked account.',
    `/linked_account_ids/${unknown}`,
  );
}

async function lockAccounts(trx: Trx, organizationId: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await trx
    .selectFrom('linked_accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forKeyShare()
    .execute();
  return new Set(rows.map(({ id }) => id));
}
