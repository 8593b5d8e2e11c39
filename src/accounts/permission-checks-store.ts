import type { QueryCreator } from 'kysely';
import type { CapabilityState } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import type { Schema } from '../db/schema/index.ts';
import type { Trx } from '../db/transaction.ts';

export interface PermissionCheck {
  capability: string;
  state: CapabilityState;
}

export interface StoredPermissionCheck extends PermissionCheck {
  checked_at: string;
  /** Since when a permission that was there is gone. */
  lost_at: string | null;
}

const CHECK_COLUMNS = ['capability', 'state', 'checked_at', 'lost_at'] as const;

export async function listChecks(
  db: Db | Trx,
  linkedAccountId: string,
): Promise<ReadonlyMap<string, StoredPermissionCheck>> {
  const rows = await db
    .selectFrom('permission_checks')
    .select(CHECK_COLUMNS)
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
  return byCapability(rows);
}

const byCapability = (rows: StoredPermissionCheck[]): ReadonlyMap<string, StoredPermissionCheck> =>
  new Map(rows.map((row) => [row.capability, row]));

/** What each capability's last probe said. Returns all that was known before. */
export async function storeChecks(
  trx: Trx,
  linkedAccountId: string,
  checks: readonly PermissionCheck[],
  checkedAt: Date,
): Promise<ReadonlyMap<string, StoredPermissionCheck>> {
  if (checks.length === 0) return await listChecks(trx, linkedAccountId);
  const rows = await trx
    .with('stored', (store) => insertChecks(store, linkedAccountId, checks, checkedAt))
    // Sees what stood there before the statement.
    .selectFrom('permission_checks')
    .select(CHECK_COLUMNS)
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
  return byCapability(rows);
}

function insertChecks(
  db: QueryCreator<Schema>,
  linkedAccountId: string,
  checks: readonly PermissionCheck[],
  checkedAt: Date,
) {
  return db
    .insertInto('permission_checks')
    .values(
      checks.map(({ capability, state }) => ({
        linked_account_id: linkedAccountId,
        capability,
        state,
        checked_at: checkedAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['linked_account_id', 'capability']).doUpdateSet((excluded) => ({
        state: excluded.ref('excluded.state'),
        checked_at: excluded.ref('excluded.checked_at'),
      })),
    );
}

/** Marks a permission that is stored already as lost since then, or, by null, as there. */
export async function markLost(
  trx: Trx,
  linkedAccountId: string,
  capability: string,
  lostAt: Date | null,
): Promise<void> {
  await trx
    .updateTable('permission_checks')
    .set({ lost_at: lostAt })
    .where('linked_account_id', '=', linkedAccountId)
    .where('capability', '=', capability)
    .execute();
}

/** What another connection method needed says nothing of this one. */
export async function dropOtherChecks(
  trx: Trx,
  linkedAccountId: string,
  checks: readonly PermissionCheck[],
): Promise<void> {
  let query = trx.deleteFrom('permission_checks').where('linked_account_id', '=', linkedAccountId);
  const kept = checks.map((check) => check.capability);
  if (kept.length > 0) query = query.where('capability', 'not in', kept);
  await query.execute();
}
