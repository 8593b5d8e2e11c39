import { sql } from 'kysely';
import type { SyncRunState } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import type { LeftOpen } from './left-open.ts';
import { closeBreaker, countAway } from './source-breaker.ts';
import { endStaleness } from './stale-accounts.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

/** What a run's end says of its account. */
export interface Outcome {
  consecutiveFailures: number;
  /** The partner was told of a failure that this run ends. */
  isRecovery: boolean;
}

interface End {
  state: Exclude<SyncRunState, 'queued' | 'running'>;
  error?: { code: string };
}

type OutcomeDeps = Pick<SyncDeps, 'clock' | 'config' | 'log'>;

/** Nothing was asked of the source. */
const NOT_TRIED: ReadonlySet<string> = new Set([
  'account_not_linked',
  'account_paused',
  'source_left_alone',
  'budget_spent',
]);
const AWAY: ReadonlySet<string> = new Set(['source_unavailable', 'rate_limited']);
/** Says nothing of the source: it may not even have been reached. */
const OURS: ReadonlySet<string> = new Set(['unexpected', 'sync_attempts_exhausted']);

export const isAway = (code: string): boolean => AWAY.has(code);

/**
 * Keeps how the account does: failures in a row, since when, and what the source's breaker must know.
 * @param leftOpen for whoever has looked already
 */
export async function recordOutcome(
  deps: OutcomeDeps,
  trx: Trx,
  run: SyncRun,
  { state, error }: End,
  leftOpen?: LeftOpen,
): Promise<Outcome> {
  if (state === 'failed') return await recordFailure(deps, trx, run, error?.code ?? 'unexpected');
  if (state === 'held') return await recordReached(deps, trx, run);
  return await recordSuccess(deps, trx, run, leftOpen);
}

/** The source was away for an attempt of the run. Returns whether it is left alone from now. */
export async function recordAway(deps: OutcomeDeps, trx: Trx, run: SyncRun): Promise<boolean> {
  await ensureHealth(trx, run);
  await setHealth(trx, run, { source_failed_at: deps.clock.now() });
  return await countAway(deps, trx, run);
}

/** The source named a time: nobody asks anything of it for this account before. */
export async function leaveAlone(trx: Trx, run: SyncRun, until: Date): Promise<void> {
  await setHealth(trx, run, { not_before: until });
}

/** True once for each cause while it lasts: the partner is told of it then. */
export async function isNewCause(trx: Trx, run: SyncRun, cause: string): Promise<boolean> {
  const changed = await trx
    .updateTable('account_health')
    .set({ failure_told: cause })
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('failure_told', 'is distinct from', cause)
    .returning('linked_account_id')
    .executeTakeFirst();
  return changed !== undefined;
}

async function recordFailure(deps: OutcomeDeps, trx: Trx, run: SyncRun, code: string): Promise<Outcome> {
  const before = await ensureHealth(trx, run);
  const isRecovery = false;
  if (NOT_TRIED.has(code)) return { consecutiveFailures: before.consecutive_failures, isRecovery };
  const now = deps.clock.now();
  const consecutiveFailures = before.consecutive_failures + 1;
  await setHealth(trx, run, {
    consecutive_failures: consecutiveFailures,
    failing_since: before.failing_since ?? now,
    ...(isAway(code) && { source_failed_at: now }),
    ...(!isAway(code) && !OURS.has(code) && { source_reached_at: now }),
  });
  if (isAway(code)) await countAway(deps, trx, run);
  else if (!OURS.has(code)) await closeBreaker(deps, trx, run);
  return { consecutiveFailures, isRecovery };
}

/** What a held run read is no failure of the source; whether the account recovers is not known before one is applied. */
async function recordReached(deps: OutcomeDeps, trx: Trx, run: SyncRun): Promise<Outcome> {
  await ensureHealth(trx, run);
  await setHealth(trx, run, {
    consecutive_failures: 0,
    failure_told: null,
    not_before: null,
    source_reached_at: deps.clock.now(),
  });
  await closeBreaker(deps, trx, run);
  return { consecutiveFailures: 0, isRecovery: false };
}

async function recordSuccess(
  deps: OutcomeDeps,
  trx: Trx,
  run: SyncRun,
  leftOpen: LeftOpen | undefined,
): Promise<Outcome> {
  const { rows } = await sql<{ failure_told: string | null }>`
    with before as (select failure_told from account_health where linked_account_id = ${run.scope.linkedAccountId})
    insert into account_health as health (linked_account_id, integration, source_reached_at)
    select id, integration, ${deps.clock.now()}::timestamptz from linked_accounts
     where organization_id = ${run.scope.organizationId} and id = ${run.scope.linkedAccountId}
    on conflict (linked_account_id) do update
       set integration = excluded.integration, source_reached_at = excluded.source_reached_at, consecutive_failures = 0,
           failing_since = null, failure_told = null, not_before = null
    returning (select failure_told from before)`.execute(trx);
  if (leftOpen?.isBreakerOpen !== false) await closeBreaker(deps, trx, run);
  if (leftOpen?.hasIssues !== false) await endStaleness(trx, run);
  return { consecutiveFailures: 0, isRecovery: rows[0]!.failure_told !== null };
}

interface Health {
  consecutive_failures: number;
  failing_since: string | null;
  failure_told: string | null;
}

async function ensureHealth(trx: Trx, run: SyncRun): Promise<Health> {
  const { rows } = await sql<Health>`
    insert into account_health (linked_account_id, integration)
    select id, integration from linked_accounts
     where organization_id = ${run.scope.organizationId} and id = ${run.scope.linkedAccountId}
    on conflict (linked_account_id) do update set integration = excluded.integration
    returning consecutive_failures, failing_since, failure_told`.execute(trx);
  return rows[0]!;
}

interface HealthChange {
  consecutive_failures?: number;
  failing_since?: Date | string | null;
  failure_told?: null;
  not_before?: Date | null;
  source_failed_at?: Date;
  source_reached_at?: Date;
}

async function setHealth(trx: Trx, run: SyncRun, change: HealthChange): Promise<void> {
  await trx
    .updateTable('account_health')
    .set(change)
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .execute();
}
