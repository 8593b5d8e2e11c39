import { createHash } from 'node:crypto';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { RECORD_PLANS } from './record-plans.ts';
import { BESIDE_VERSION } from './stage-rows.ts';
import { deleteReplacedStage, deleteStage } from './stage-store.ts';
import { mappingsVersionOf, type SyncRun } from './sync-run.ts';

/** The stage that the account's next reading is compared with, row by row: that of the run that was applied last. */
export interface StageBase {
  syncRunId: string;
  rowsKey: string;
}

/**
 * Undefined: the run reads everything anew. So it does whenever the base may not be what would be staged of the applied state today,
 * and after an attempt that came to nothing.
 */
export async function findBase(db: Db, run: SyncRun): Promise<StageBase | undefined> {
  const { sourceRowsDigest, appliedMethod, method } = run.account;
  if (run.isTargeted || run.attempt > 1 || sourceRowsDigest === null || appliedMethod !== method)
    return undefined;
  const base = await db
    .selectFrom('stage_bases')
    .select(['sync_run_id', 'rows_key'])
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('rows_digest', '=', sourceRowsDigest)
    .where('staged_by', '=', toStagedBy(run))
    .executeTakeFirst();
  return base && { syncRunId: base.sync_run_id, rowsKey: base.rows_key };
}

/**
 * Makes what the applied run staged the base, in place of the one before; or leaves none, where it did not read everything.
 * @returns whether the run's stage is to stay
 */
export async function renewBase(trx: Trx, run: SyncRun, summary: SourceSummary): Promise<boolean> {
  const { linkedAccountId } = run.scope;
  const before = await trx
    .deleteFrom('stage_bases')
    .where('linked_account_id', '=', linkedAccountId)
    .returning('sync_run_id')
    .executeTakeFirst();
  const isBase = await insertBase(trx, run, summary);
  if (before) await deleteReplacedStage(trx, { id: before.sync_run_id, scope: run.scope });
  return isBase;
}

/** Of the run, and what it was made from: the next attempt reads everything. */
export async function forgetStage(trx: Trx, run: SyncRun): Promise<void> {
  await dropBase(trx, run.scope);
  await deleteStage(trx, run);
}

/** A run that has taken rows over keeps them. */
export async function dropBase(trx: Trx, scope: AccountScope): Promise<void> {
  const base = await trx
    .deleteFrom('stage_bases')
    .where('linked_account_id', '=', scope.linkedAccountId)
    .returning('sync_run_id')
    .executeTakeFirst();
  if (base) await deleteReplacedStage(trx, { id: base.sync_run_id, scope });
}

async function insertBase(trx: Trx, run: SyncRun, summary: SourceSummary): Promise<boolean> {
  const { rowsKey, rowsDigest, failures = [] } = summary;
  if (run.isTargeted || rowsKey === undefined || rowsDigest === null || failures.length > 0) return false;
  await trx
    .insertInto('stage_bases')
    .values({
      linked_account_id: run.scope.linkedAccountId,
      sync_run_id: run.id,
      rows_digest: Buffer.from(rowsDigest),
      rows_key: rowsKey,
      staged_by: toStagedBy(run),
    })
    .execute();
  return true;
}

const FORMAT = [
  BESIDE_VERSION,
  RECORD_PLANS.map(({ model, fields, typed, lines, unhashed, relations }) => [
    model,
    [fields, typed, unhashed],
    [Object.keys(lines), [...relations]],
  ]),
];

/** Everything but the reading that a staged row is made by. */
function toStagedBy(run: SyncRun): Buffer {
  const { scopesVersion, keyedParts, timeZone } = run.account;
  const settings = [scopesVersion, keyedParts, mappingsVersionOf(run), timeZone];
  return createHash('sha256')
    .update(canonicalJson([FORMAT, settings]))
    .digest();
}
