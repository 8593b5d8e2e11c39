import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { addMs, SECOND_MS } from '../lib/duration.ts';
import { isSourceAway, nextProbeAt, spreadSeconds } from './schedule.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

type BreakerDeps = Pick<SyncDeps, 'clock' | 'config' | 'log'>;

export interface SourceBreaker {
  opened_at: string;
  probe_at: string;
  failed_probes: number;
  probe_run_id: string | null;
}

/** The source's breaker, where it is open, locked until the transaction's end. */
export async function lockBreaker(trx: Trx, integration: string): Promise<SourceBreaker | undefined> {
  return await trx
    .selectFrom('source_breakers')
    .select(['opened_at', 'probe_at', 'failed_probes', 'probe_run_id'])
    .where('integration', '=', integration)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * The source was away for this run. Opens its breaker when it is for too many accounts; a probe that failed makes the next
 * one later. Returns whether the source is left alone from now.
 */
export async function countAway(deps: BreakerDeps, trx: Trx, run: SyncRun): Promise<boolean> {
  const { integration } = run.account.reference;
  const breaker = await lockBreaker(trx, integration);
  if (!breaker) return await openWhereAway(deps, trx, integration);
  if (breaker.probe_run_id === run.id) await postponeProbe(deps, trx, integration, breaker.failed_probes + 1);
  return true;
}

/** The source answered: whoever waited for it is read again, spread over an interval. */
export async function closeBreaker(deps: BreakerDeps, trx: Trx, run: SyncRun): Promise<void> {
  const { integration } = run.account.reference;
  const closed = await trx
    .deleteFrom('source_breakers')
    .where('integration', '=', integration)
    .returning('opened_at')
    .executeTakeFirst();
  if (!closed) return;
  const accounts = await spreadAccounts(deps, trx, integration, new Date(closed.opened_at));
  deps.log.info({ integration, accounts }, 'source_breaker_closed');
}

async function openWhereAway(deps: BreakerDeps, trx: Trx, integration: string): Promise<boolean> {
  const { pacing } = deps.config.sync;
  const now = deps.clock.now();
  const since = addMs(now, -pacing.breakerWindowSeconds * SECOND_MS);
  const { rows } = await sql<{ failed: number; reached: number }>`
    select (select count(*) from account_health
             where integration = ${integration} and source_failed_at > ${since}
               and (source_reached_at is null or source_reached_at < source_failed_at)) as failed,
           (select count(*) from account_health
             where integration = ${integration} and source_reached_at > ${since}
               and (source_failed_at is null or source_failed_at <= source_reached_at)) as reached`.execute(
    trx,
  );
  const seen = rows[0]!;
  if (!isSourceAway(seen, pacing)) return false;
  const opened = await trx
    .insertInto('source_breakers')
    .values({
      integration,
      opened_at: now,
      probe_at: nextProbeAt(now, pacing.probeSeconds, 0, Math.random()),
      probe_run_id: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('integration')
    .executeTakeFirst();
  if (opened) deps.log.warn({ integration, ...seen }, 'source_breaker_opened');
  return true;
}

async function postponeProbe(
  deps: BreakerDeps,
  trx: Trx,
  integration: string,
  failedProbes: number,
): Promise<void> {
  const { probeSeconds } = deps.config.sync.pacing;
  await trx
    .updateTable('source_breakers')
    .set({
      probe_run_id: null,
      failed_probes: failedProbes,
      probe_at: nextProbeAt(deps.clock.now(), probeSeconds, failedProbes, Math.random()),
    })
    .where('integration', '=', integration)
    .execute();
}

/** Rows that somebody holds are being seen to already; waiting for them could wait for each other. */
async function spreadAccounts(
  deps: BreakerDeps,
  trx: Trx,
  integration: string,
  openedAt: Date,
): Promise<number> {
  const now = deps.clock.now();
  const failedSince = addMs(openedAt, -deps.config.sync.pacing.breakerWindowSeconds * SECOND_MS);
  const { rows } = await sql<{ id: string; sync_interval_seconds: number; not_before: string | null }>`
    select account.id, account.sync_interval_seconds, health.not_before
      from linked_accounts account left join account_health health on health.linked_account_id = account.id
     where account.integration = ${integration} and account.status = 'COMPLETE'
       and (account.next_sync_at <= ${now} or health.source_failed_at >= ${failedSince})
       for no key update of account skip locked`.execute(trx);
  const dueAts = rows.map(({ id, sync_interval_seconds, not_before }) => {
    const spread = addMs(now, Math.random() * spreadSeconds(sync_interval_seconds) * SECOND_MS);
    const isAsked = not_before !== null && new Date(not_before) > spread;
    return { id, due_at: isAsked ? not_before : spread.toISOString() };
  });
  await sql`
    update linked_accounts account set next_sync_at = due.due_at
      from jsonb_to_recordset(${JSON.stringify(dueAts)}::jsonb) due(id uuid, due_at timestamptz)
     where account.id = due.id`.execute(trx);
  return rows.length;
}
