import { toError } from '../lib/app-error.ts';
import { LeaseLostError, withLease } from '../queue/leases.ts';
import { findDeparture, findRefusal } from './admit-run.ts';
import { apply } from './apply.ts';
import { applyReleased, endLostRelease } from './apply-released.ts';
import { beginRun, type RunIds } from './begin-run.ts';
import { toCoverage } from './coverage.ts';
import { describeRun } from './describe-run.ts';
import { diff } from './diff.ts';
import { endAfterError, giveUp, refuseRun } from './fail-run.ts';
import { fetchRoster } from './fetch-roster.ts';
import { finishUnchanged } from './finish-unchanged.ts';
import { checkGuards } from './guards.ts';
import { holdRun } from './hold-run.ts';
import { inShortLeasedTransaction } from './leased-transaction.ts';
import { keepFields } from './keep-fields.ts';
import { readGuardInput } from './read-guard-input.ts';
import { resolveIdentity } from './resolve-identity.ts';
import { resolveRelations } from './resolve-relations.ts';
import { rewriteScopes } from './rewrite-scopes.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';
import { unkeyRecords } from './unkey-records.ts';

/**
 * Carries one sync run from the source to the records. Safe to call at any time and by any number of workers: one of
 * them works, the others return; a run whose worker died goes on where the last commit left it.
 * @throws whatever made the attempt fail when another attempt may help
 */
export async function runSync(deps: SyncDeps, ids: RunIds): Promise<void> {
  const begun = await beginRun(deps, ids);
  if (!begun) return;
  try {
    await withLease(deps.db, begun.lease, deps.config.sync.leaseSeconds, async (signal) =>
      attempt(deps, await describeRun(deps, begun), signal),
    );
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    deps.log.info({ sync_run_id: begun.id, attempt: begun.attempt_count }, 'sync_lease_lost');
  }
}

async function attempt(deps: SyncDeps, run: SyncRun, signal: AbortSignal): Promise<void> {
  if (run.attempt > deps.config.sync.maxAttempts) return await giveUp(deps, run);
  const refusal = await findRefusal(deps, run);
  if (refusal) return await refuseRun(deps, run, refusal);
  try {
    await carryOut(deps, run, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof LeaseLostError) throw thrown;
    const departure = await findDeparture(deps, run);
    if (departure) return await refuseRun(deps, run, departure);
    await endAfterError(deps, run, toError(thrown));
  }
}

async function carryOut(deps: SyncDeps, run: SyncRun, signal: AbortSignal): Promise<void> {
  if (run.isReleased && !run.staged) return await endLostRelease(deps, run);
  // Rows and records are met by the same signs, and these follow the scopes.
  if (run.account.scopesAppliedVersion < run.account.scopesVersion) await rewriteScopes(deps, run.scope);
  const summary = run.staged ?? (await fetchRoster(deps, run, signal));
  if (summary.isUnchanged) {
    return await inShortLeasedTransaction(deps, run, (trx) => finishUnchanged(deps, trx, run, summary));
  }
  const coverage = toCoverage(summary);
  await unkeyRecords(deps, run);
  await resolveIdentity(deps, run, coverage);
  await resolveRelations(deps, run, coverage);
  await keepFields(deps, run);
  await diff(deps, run);
  if (run.isReleased) return await applyReleased(deps, run, summary);
  const findings = checkGuards(await readGuardInput(deps, run, summary), deps.config.sync.guards);
  if (findings.length > 0) return await holdRun(deps, run, summary, findings);
  await apply(deps, run, summary);
}
