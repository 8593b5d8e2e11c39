import type { CapabilityState } from '../connectors/contract.ts';
import type { Trx } from '../db/transaction.ts';

export interface PermissionCheck {
  capability: string;
  state: CapabilityState;
}

/** What each capability's last probe said. */
export async function storeChecks(
  trx: Trx,
  linkedAccountId: string,
  checks: readonly PermissionCheck[],
  checkedAt: Date,
): Promise<void> {
  if (checks.length === 0) return;
  await trx
    .insertInto('permission_checks')
    .values(checks.map((check) => ({ linked_account_id: linkedAccountId, ...check, checked_at: checkedAt })))
    .onConflict((conflict) =>
      conflict.columns(['linked_account_id', 'capability']).doUpdateSet((excluded) => ({
        state: excluded.ref('excluded.state'),
        checked_at: excluded.ref('excluded.checked_at'),
      })),
    )
    .execute();
}
