import { sql } from 'kysely';
import type { ModelCounts } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { notifyHeldRun } from '../notifications/index.ts';
import { assertNotDisconnected } from './account-departure.ts';
import { toCoverage, type Coverage } from './coverage.ts';
import { hashDiff, hashFinding } from './diff-hash.ts';
import { announceEnd, closeRun, type RunEnd } from './finish-run.ts';
import { plannedGoneSql } from './gone-records.ts';
import type { GuardFinding } from './guards.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { RECORD_PLANS } from './record-plans.ts';
import { recordPermissions } from './record-permissions.ts';
import { assertScopesStand } from './scopes-stand.ts';
import { countStage } from './stage-counts.ts';
import { findStandingRun, supersedeStandingRun, type StandingRun } from './standing-run.ts';
import type { SyncDeps } from './sync-deps.ts';
import { openHeldIssue } from './sync-issues.ts';
import { mappingsVersionOf, type FetchedSource, type SyncRun } from './sync-run.ts';

/**
 * Ends the run without applying it: the guards found it too strange. The last good data stays, and what the run would do
 * waits for a person. It takes the place of a run that was held before; the same finding is told once.
 */
export async function holdRun(
  deps: SyncDeps,
  run: SyncRun,
  summary: FetchedSource,
  findings: readonly GuardFinding[],
): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    if (!run.isReleased) await recordPermissions(deps, trx, run, summary.capabilityChecks);
    const standing = await findStandingRun(trx, run.scope);
    if (run.isTargeted && standing) return await giveWay(deps, trx, run, standing);
    const refusal = { coverage: toCoverage(summary), findings };
    const details = findings.map(toDetail);
    const findingHash = await keepFindings(trx, run, refusal);
    await supersedeStandingRun(trx, run.scope, run.id);
    await openHeldIssue(trx, run.scope, findings);
    const end = await toHeldEnd(trx, run, refusal);
    await assertNotDisconnected(trx, run);
    await closeRun(deps, trx, run, end);
    await assertScopesStand(trx, run);
    const isTold = standing?.state === 'held' && standing.findingHash?.equals(findingHash);
    if (isTold) return;
    await announceEnd(trx, run, 'sync.held', { ...end, findings: details });
    await notifyHeldRun(trx, run.scope, { syncRunId: run.id, findings: details });
  });
}

interface Refusal {
  coverage: Coverage;
  findings: readonly GuardFinding[];
}

const toDetail = (finding: GuardFinding): string => `${finding.code}: ${finding.detail}`;

/** News of the source tells less than the whole reading that a person has before them, or has dropped. */
async function giveWay(deps: SyncDeps, trx: Trx, run: SyncRun, standing: StandingRun): Promise<void> {
  if (standing.state === 'held') await openHeldIssue(trx, run.scope, standing.findings);
  await closeRun(deps, trx, run, { state: 'superseded' });
  await trx
    .updateTable('sync_runs')
    .set({ superseded_by: standing.id })
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('id', '=', run.id)
    .execute();
}

/** Why, and a hash of exactly what: releasing the run is agreeing to this and nothing else. */
async function keepFindings(trx: Trx, run: SyncRun, refusal: Refusal): Promise<Buffer> {
  const { coverage, findings } = refusal;
  const findingHash = await hashFinding(trx, run, coverage, findings);
  await trx
    .updateTable('sync_runs')
    .set({
      diff_hash: await hashDiff(trx, run, coverage),
      finding_hash: findingHash,
      findings: JSON.stringify(findings),
      understood_by: JSON.stringify(toSettings(run)),
      released_at: null,
    })
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('id', '=', run.id)
    .execute();
  return findingHash;
}

const toSettings = (run: SyncRun) => ({
  organization_head: run.account.organizationHead,
  time_zone: run.account.timeZone,
  field_mappings_version: mappingsVersionOf(run),
});

async function toHeldEnd(trx: Trx, run: SyncRun, { coverage, findings }: Refusal): Promise<RunEnd> {
  return {
    state: 'held',
    counts: await countPlanned(trx, run, coverage),
    error: { code: findings[0]!.code, message: findings.map(toDetail).join('; ') },
  };
}

/** What the run would do, in numbers. */
async function countPlanned(trx: Trx, run: SyncRun, coverage: Coverage): Promise<ModelCounts> {
  const staged = await countStage(trx, run);
  const counts: ModelCounts = {};
  for (const plan of RECORD_PLANS) {
    const { rows } = await sql<{ deleted: number }>`
      select count(*)::int as deleted from (${plannedGoneSql(run, plan, coverage)}) gone`.execute(trx);
    const { deleted } = rows[0]!;
    if (!staged[plan.model] && deleted === 0) continue;
    const own = staged[plan.model] ?? { added: 0, updated: 0, unchanged: 0, skipped: 0 };
    counts[plan.model] = { ...own, deleted };
  }
  return counts;
}
