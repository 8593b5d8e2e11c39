import { inTransaction } from '../db/transaction.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import { dropBase } from './stage-base.ts';
import type { SyncDeps } from './sync-deps.ts';

/** Whoever goes on after that reads everything once. */
const KEPT_MS = DAY_MS;
const MAX_BASES = 20;

/** What nobody reads for long is not kept for the next reading: it is a copy of people's data. */
export async function forgetPausedBases(deps: Pick<SyncDeps, 'db' | 'clock'>): Promise<void> {
  const paused = await deps.db
    .selectFrom('stage_bases as base')
    .innerJoin('linked_accounts as account', 'account.id', 'base.linked_account_id')
    .select(['account.id', 'account.organization_id'])
    .where('account.paused_at', '<', addMs(deps.clock.now(), -KEPT_MS).toISOString())
    .limit(MAX_BASES)
    .execute();
  for (const { id, organization_id } of paused) {
    const scope = { organizationId: organization_id, linkedAccountId: id };
    await inTransaction(deps.db, (trx) => dropBase(trx, scope));
  }
}
