import type { Selectable } from 'kysely';
import type { OverridePatch, ReadOverrides } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import type { ConnectorOverridesTable } from '../db/schema/linking.ts';
import type { Trx } from '../db/transaction.ts';

// Overrides belong to the deployment, not to an organization: a source's site is the same for all of them.

export type OverrideRow = Selectable<ConnectorOverridesTable>;

/**
 * Reads the overrides in force, oldest first, at each use: one look at a table of a few rows costs nothing beside the
 * calls that follow, and every process has a new override as soon as it is stored.
 */
export function createOverrideReader(db: Db): ReadOverrides {
  return async (integration) => (await selectInForce(db, integration).execute()).map(({ patch }) => patch);
}

export async function insertOverride(
  trx: Trx,
  override: {
    id: string;
    integration: string;
    patch: OverridePatch;
    reason: string;
    approvedBy: string;
    at: Date;
  },
): Promise<void> {
  await trx
    .insertInto('connector_overrides')
    .values({
      id: override.id,
      integration: override.integration,
      patch: JSON.stringify(override.patch),
      reason: override.reason,
      approved_by: override.approvedBy,
      created_at: override.at,
    })
    .execute();
}

/** The newest first, those that were withdrawn as well. */
export async function selectOverrides(db: Db): Promise<OverrideRow[]> {
  return await db
    .selectFrom('connector_overrides')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

export async function findOverride(db: Db | Trx, id: string): Promise<OverrideRow | undefined> {
  return await db.selectFrom('connector_overrides').selectAll().where('id', '=', id).executeTakeFirst();
}

/** False when it was withdrawn before, or never was. */
export async function markWithdrawn(
  trx: Trx,
  id: string,
  withdrawal: { by: string; at: Date },
): Promise<boolean> {
  const row = await trx
    .updateTable('connector_overrides')
    .set({ withdrawn_at: withdrawal.at, withdrawn_by: withdrawal.by })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

function selectInForce(db: Db, integration: string) {
  return db
    .selectFrom('connector_overrides')
    .select('patch')
    .where('integration', '=', integration)
    .where('withdrawn_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id');
}
