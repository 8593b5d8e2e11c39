import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { invalidInput, notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import type { AccountScope } from './issues.ts';
import { requestSync } from './request-sync.ts';

export interface AccountSettings {
  id: string;
  /** Work e-mail or full name of who reports to nobody; null: unknown. */
  organization_head: string | null;
  /** Name in the IANA database. */
  time_zone: string;
}

/**
 * Changes how the source is understood; what is left out stays. The records follow with a sync that is asked for at once.
 * @throws AppError not_found, invalid_input `time_zone_unknown`
 */
export async function updateAccountSettings(
  deps: { db: Db },
  scope: AccountScope,
  change: { organization_head?: string | null; time_zone?: string },
): Promise<AccountSettings> {
  if (!isUuid(scope.linkedAccountId)) throw notFound('linked account');
  assertTimeZone(change.time_zone);
  return await inTransaction(deps.db, async (trx) => {
    const { before, status } = await lockSettings(trx, scope);
    const after = { ...before, ...change };
    if (isSame(before, after)) return before;
    await trx
      .updateTable('linked_accounts')
      .set({
        organization_head: after.organization_head,
        time_zone: after.time_zone,
        // The same source means something else from now on.
        source_hash: null,
      })
      .where('organization_id', '=', scope.organizationId)
      .where('id', '=', scope.linkedAccountId)
      .execute();
    if (status === 'COMPLETE') await requestSync(trx, scope, 'request');
    return after;
  });
}

async function lockSettings(trx: Trx, scope: AccountScope) {
  const row = await trx
    .selectFrom('linked_accounts')
    .select(['id', 'organization_head', 'time_zone', 'status'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('linked account');
  const { status, ...before } = row;
  return { before, status };
}

const isSame = (a: AccountSettings, b: AccountSettings): boolean =>
  a.organization_head === b.organization_head && a.time_zone === b.time_zone;

function assertTimeZone(timeZone: string | undefined): void {
  if (timeZone === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw invalidInput('time_zone_unknown', 'There is no such time zone.', '/time_zone');
  }
}
