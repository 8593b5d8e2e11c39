import { announceEnd, closeRun, type RunEnd } from './finish-run.ts';
import type { GuardFinding } from './guards.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { recordPermissions } from './record-permissions.ts';
import { countStage } from './stage-counts.ts';
import type { SyncDeps } from './sync-deps.ts';
import { openHeldIssue } from './sync-issues.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';

/** Ends the run without applying it: the guards found it too strange. The last good data stays. */
export async function holdRun(
  deps: SyncDeps,
  run: SyncRun,
  summary: FetchedSource,
  findings: readonly GuardFinding[],
): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    const staged = await countStage(trx, run);
    const details = findings.map((finding) => `${finding.code}: ${finding.detail}`);
    const end: RunEnd = {
      state: 'held',
      // What it would have done; nobody was deleted.
      counts: Object.fromEntries(
        Object.entries(staged).map(([model, counts]) => [model, { ...counts, deleted: 0 }]),
      ),
      error: { code: findings[0]!.code, message: details.join('; ') },
    };
    await recordPermissions(deps, trx, run, summary.capabilityChecks);
    await openHeldIssue(trx, run, findings);
    await closeRun(deps, trx, run, end);
    await announceEnd(trx, run, 'sync.held', { ...end, findings: details });
  });
}
