import type { ModelCounts } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { calendarDateAt } from '../lib/calendar-date.ts';
import { countMissedEmployees, tombstoneRecords } from './absent-records.ts';
import { toCoverage, type Coverage } from './coverage.ts';
import { finishRun } from './finish-run.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import { recordPermissions } from './record-permissions.ts';
import { reportDoubts } from './report-doubts.ts';
import { countStage } from './stage-counts.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';
import { createRecords, refreshCurrentEmployments, refreshRecords, updateRecords } from './write-records.ts';

/** Everything the run found, in one transaction: records, tombstones, events, the run's end. All of it or nothing. */
export async function apply(deps: SyncDeps, run: SyncRun, summary: FetchedSource): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    const staged = await countStage(trx, run);
    const coverage = toCoverage(summary);
    const deleted = await tombstoneAbsent(trx, run, coverage);
    const counts: ModelCounts = {};
    for (const plan of RECORD_PLANS) {
      if (!coverage.models.has(plan.model) && !staged[plan.model] && deleted[plan.model] === 0) continue;
      const { unchanged, skipped } = staged[plan.model] ?? { unchanged: 0, skipped: 0 };
      const written = await writeModel(trx, run, plan);
      counts[plan.model] = { ...written, deleted: deleted[plan.model]!, unchanged, skipped };
    }
    await refreshCurrentEmployments(trx, run, calendarDateAt(deps.clock.now(), run.account.timeZone));
    const isWhole = await reportDoubts(trx, run, coverage);
    const lost = await recordPermissions(deps, trx, run, summary.capabilityChecks);
    await finishRun(deps, trx, run, {
      state: isWhole && lost === 0 ? 'succeeded' : 'partially_succeeded',
      counts,
      summary,
    });
  });
}

/** People first: what belongs to them goes with them. Returns how many by model. */
async function tombstoneAbsent(trx: Trx, run: SyncRun, coverage: Coverage): Promise<Record<string, number>> {
  // News comes in bursts: two looks at one moment are no two absences.
  if (coverage.models.has('employee') && !run.isTargeted) await countMissedEmployees(trx, run);
  const deleted: Record<string, number> = {};
  const peopleFirst = RECORD_PLANS.toSorted(
    (a, b) => Number(b.model === 'employee') - Number(a.model === 'employee'),
  );
  for (const plan of peopleFirst) deleted[plan.model] = await tombstoneRecords(trx, run, plan, coverage);
  return deleted;
}

async function writeModel(
  trx: Trx,
  run: SyncRun,
  plan: RecordPlan,
): Promise<{ added: number; updated: number }> {
  const updated = await updateRecords(trx, run, plan);
  await refreshRecords(trx, run, plan);
  const added = await createRecords(trx, run, plan);
  return { added, updated };
}
