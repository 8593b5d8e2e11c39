import type { ModelCounts } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { PARTS_FAILED } from '../hris/sync-status.ts';
import { reportFailedMappings } from '../mappings/index.ts';
import { AppError } from '../lib/app-error.ts';
import { calendarDateAt } from '../lib/calendar-date.ts';
import { countMissedEmployees, tombstoneAbsent } from './absent-records.ts';
import { toCoverage } from './coverage.ts';
import { finishRun, type RunEnd } from './finish-run.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { applyLifecycle } from './lifecycle.ts';
import { lockCalendar } from './lock-calendar.ts';
import { measureDataQuality } from './measure-data-quality.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import { recordPermissions } from './record-permissions.ts';
import { reportDoubts } from './report-doubts.ts';
import { assertScopesStand } from './scopes-stand.ts';
import { writeSealedFields } from './sealed-fields.ts';
import { forgetStage } from './stage-base.ts';
import { countFailedMappings, countStage } from './stage-counts.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';
import {
  areAllNew,
  createRecords,
  refreshCurrentEmployments,
  refreshRecords,
  updateRecords,
} from './write-records.ts';

/**
 * Everything the run found, in one transaction: records, tombstones, events, the run's end. All of it or nothing.
 * @throws AppError unavailable `stage_lost`: then nothing is left of the stage, and the source is read anew
 */
export async function apply(deps: SyncDeps, run: SyncRun, summary: FetchedSource): Promise<void> {
  try {
    await applyStage(deps, run, summary);
  } catch (error) {
    if (error instanceof AppError && error.code === 'stage_lost') {
      await inLeasedTransaction(deps, run, (trx) => forgetStage(trx, run));
    }
    throw error;
  }
}

async function applyStage(deps: SyncDeps, run: SyncRun, summary: FetchedSource): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await lockCalendar(trx, run.scope.linkedAccountId);
    const staged = await countStage(trx, run);
    const coverage = toCoverage(summary);
    const today = calendarDateAt(deps.clock.now(), run.account.timeZone);
    // News comes in bursts: two looks at one moment are no two absences.
    if (coverage.models.has('employee') && !run.isTargeted) await countMissedEmployees(trx, run);
    const deleted = await tombstoneAbsent(trx, run, coverage);
    const counts: ModelCounts = {};
    for (const plan of RECORD_PLANS) {
      if (!coverage.models.has(plan.model) && !staged[plan.model] && deleted[plan.model] === 0) continue;
      const { unchanged, skipped, ...planned } = staged[plan.model] ?? NOTHING_STAGED;
      const written = await writeModel(trx, run, { plan, planned, today });
      counts[plan.model] = { ...written, deleted: deleted[plan.model]!, unchanged, skipped };
    }
    await writeSealedFields(trx, run);
    // Who is new has it from the start.
    if (!(await areAllNew(trx, run))) await refreshCurrentEmployments(trx, run, today);
    await applyLifecycle(deps, trx, run);
    const isWhole = await reportDoubts(deps, trx, run, coverage);
    await reportFailedMappings(trx, run.scope, await countFailedMappings(trx, run));
    await measureDataQuality(trx, run);
    const lost = await recordPermissions(deps, trx, run, newChecks(run, summary));
    await finishRun(deps, trx, run, { ...toEnd(isWhole && lost === 0, summary), counts, summary });
    await assertScopesStand(trx, run);
  });
}

/** Parts that broke are named only where nothing else is wrong: then all else is up to date. */
function toEnd(isWhole: boolean, { failures = [] }: FetchedSource): Pick<RunEnd, 'state' | 'error'> {
  if (!isWhole) return { state: 'partially_succeeded' };
  if (failures.length === 0) return { state: 'succeeded' };
  const message = failures.map(({ code, subject }) => `${subject}: ${code}`).join('; ');
  return { state: 'partially_succeeded', error: { code: PARTS_FAILED, message } };
}

/** What was seen of the permissions before a person let the run through was kept then, and may be old by now. */
const newChecks = (run: SyncRun, summary: FetchedSource) => (run.isReleased ? [] : summary.capabilityChecks);

const NOTHING_STAGED = { added: 0, updated: 0, unchanged: 0, skipped: 0 };

interface Written {
  added: number;
  updated: number;
}

async function writeModel(
  trx: Trx,
  run: SyncRun,
  { plan, planned, today }: { plan: RecordPlan; planned: Written; today: string },
): Promise<Written> {
  const updated = planned.updated > 0 ? await updateRecords(trx, run, plan) : 0;
  await refreshRecords(trx, run, plan);
  const added = planned.added > 0 ? await createRecords(trx, run, plan, today) : 0;
  // A row whose contents are gone would be passed over without a word.
  if (updated !== planned.updated || added !== planned.added) throw stageLost();
  return { added, updated };
}

const stageLost = (): AppError =>
  new AppError('unavailable', 'stage_lost', 'Contents of staged rows are gone; the source is read anew.');
