import { sql } from 'kysely';
import { lockManySyncRequests, requestSync } from '../accounts/index.ts';
import { ADVISORY_LOCKS } from '../db/advisory-locks.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { nextSyncAt } from './schedule.ts';
import { lockBreaker } from './source-breaker.ts';
import type { SyncDeps } from './sync-deps.ts';

const BATCH_ACCOUNTS = 100;

type Deps = Pick<SyncDeps, 'db' | 'clock' | 'config'>;

/**
 * Asks for a sync of the accounts that are due by the clock, those that wait longest first, as long as their source has not
 * too many runs open; the others stay due. Of a source that is left alone one account at a time is tried. Any number of
 * workers may call this: one of them works.
 */
export async function startDueRuns(deps: Deps): Promise<void> {
  for (const integration of await listDueSources(deps)) {
    let started: number;
    do started = await inTransaction(deps.db, (trx) => startBatch(trx, deps, integration));
    while (started === BATCH_ACCOUNTS);
  }
}

async function listDueSources({ db, clock }: Deps): Promise<string[]> {
  const { rows } = await sql<{ integration: string }>`
    select distinct integration from linked_accounts
     where next_sync_at <= ${clock.now()} and status = 'COMPLETE' and paused_at is null`.execute(db);
  return rows.map((row) => row.integration);
}

interface DueAccount {
  id: string;
  organization_id: string;
  sync_interval_seconds: number;
  next_sync_at: string;
  is_at_work: boolean;
}

/** Returns how many accounts it looked at. */
async function startBatch(trx: Trx, { clock, config }: Deps, integration: string): Promise<number> {
  if (!(await isOnlyStarter(trx))) return 0;
  const now = clock.now();
  const breaker = await lockBreaker(trx, integration);
  if (breaker) return await startProbe(trx, integration, now);
  const room = config.sync.pacing.maxOpenRunsPerSource - (await countOpenRuns(trx, integration));
  if (room <= 0) return 0;
  const accounts = await lockDueAccounts(trx, integration, now, Math.min(room, BATCH_ACCOUNTS));
  const free = accounts.filter((account) => !account.is_at_work);
  await lockManySyncRequests(
    trx,
    free.map(({ id }) => id),
  );
  for (const account of accounts) await start(trx, account, now);
  return accounts.length;
}

/** Two that count the open runs at once would both find room. */
async function isOnlyStarter(trx: Trx): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.startDueRuns}) as taken`.execute(trx);
  return rows[0]!.taken;
}

/** The account that waits longest tries whether the source is back, when the time for that has come and nobody does. */
async function startProbe(trx: Trx, integration: string, now: Date): Promise<number> {
  const { rows } = await sql`
    select from source_breakers breaker
     where integration = ${integration} and probe_at <= ${now}
       and not exists (select from sync_runs run
                        where run.id = breaker.probe_run_id and run.state in ('queued', 'running'))`.execute(
    trx,
  );
  if (rows.length === 0) return 0;
  const [account] = await lockDueAccounts(trx, integration, now, 1);
  if (!account) return 0;
  const syncRunId = await start(trx, account, now);
  await trx
    .updateTable('source_breakers')
    .set({ probe_run_id: syncRunId })
    .where('integration', '=', integration)
    .execute();
  return 1;
}

/** Returns the run's id; null: one is at work already. */
async function start(trx: Trx, account: DueAccount, now: Date): Promise<string | null> {
  const scope = { organizationId: account.organization_id, linkedAccountId: account.id };
  // An open run reads the source anyway; marking it would wait for its transaction, which waits for this row.
  const run = account.is_at_work
    ? null
    : await requestSync(trx, scope, 'schedule', { dueAt: account.next_sync_at });
  await trx
    .updateTable('linked_accounts')
    .set({ next_sync_at: nextSyncAt(now, account.sync_interval_seconds, Math.random()) })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .execute();
  return run?.syncRunId ?? null;
}

async function countOpenRuns(trx: Trx, integration: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from sync_runs run join linked_accounts account on account.id = run.linked_account_id
     where run.state in ('queued', 'running') and account.integration = ${integration}`.execute(trx);
  return rows[0]!.count;
}

async function lockDueAccounts(
  trx: Trx,
  integration: string,
  now: Date,
  limit: number,
): Promise<DueAccount[]> {
  const { rows } = await sql<DueAccount>`
    select account.id, account.organization_id, account.sync_interval_seconds, account.next_sync_at,
           exists (select from sync_runs run
                    where run.linked_account_id = account.id and run.state in ('queued', 'running')) as is_at_work
      from linked_accounts account
     where account.integration = ${integration} and account.status = 'COMPLETE' and account.paused_at is null
       and account.next_sync_at <= ${now}
       -- A run for news of the source does not read everything: the account stays due until it is over.
       and not exists (select from sync_runs run
                        where run.linked_account_id = account.id and run.state in ('queued', 'running')
                          and run.trigger = 'source_event')
     order by account.next_sync_at limit ${limit}
       for no key update skip locked`.execute(trx);
  return rows;
}
