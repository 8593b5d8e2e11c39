import { apply } from './apply.ts';
import { toCoverage } from './coverage.ts';
import { hashDiff } from './diff-hash.ts';
import { announceEnd, closeRun, type RunEnd } from './finish-run.ts';
import { holdRun } from './hold-run.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';

/**
 * Applies the compared run that a person let through: exactly what they were shown, past the guards. If it is no longer that, because
 * the records changed after they looked, it is held again.
 */
export async function applyReleased(deps: SyncDeps, run: SyncRun, summary: FetchedSource): Promise<void> {
  if (await isAsShown(deps, run, summary)) return await apply(deps, run, summary);
  await holdRun(deps, run, summary, [
    { code: 'diff_changed', detail: 'the records changed after the run was looked at' },
  ]);
}

function isAsShown(deps: SyncDeps, run: SyncRun, summary: FetchedSource): Promise<boolean> {
  return inLeasedTransaction(deps, run, async (trx) => {
    const { diff_hash: shown } = await trx
      .selectFrom('sync_runs')
      .select('diff_hash')
      .where('linked_account_id', '=', run.scope.linkedAccountId)
      .where('id', '=', run.id)
      .executeTakeFirstOrThrow();
    return shown?.equals(await hashDiff(trx, run, toCoverage(summary))) ?? false;
  });
}

/** What it staged went with a crash of the database: nobody agreed to whatever the source says now. */
export async function endLostRelease(deps: SyncDeps, run: SyncRun): Promise<void> {
  const end: RunEnd = {
    state: 'failed',
    error: { code: 'held_diff_lost', message: 'What the held run had read was lost; it is read again.' },
  };
  await inLeasedTransaction(deps, run, async (trx) => {
    await closeRun(deps, trx, run, end);
    await announceEnd(trx, run, 'sync.failed', end);
  });
}
