import { sql } from 'kysely';
import { requestSync } from '../accounts/index.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { nextSyncAt } from './schedule.ts';
import type { SyncDeps } from './sync-deps.ts';

const BATCH_ACCOUNTS = 100;

/** Asks for a sync of every account that is due by the clock. Any number of workers may do this at once. */
export async function startDueRuns(deps: Pick<SyncDeps, 'db' | 'clock'>): Promise<void> {
  let started: number;
  do started = await inTransaction(deps.db, (trx) => startBatch(trx, deps.clock.now()));
  while (started === BATCH_ACCOUNTS);
}

interface DueAccount {
  id: string;
  organization_id: string;
  sync_interval_seconds: number;
  is_at_work: boolean;
}

async function startBatch(trx: Trx, now: Date): Promise<number> {
  const accounts = await lockDueAccounts(trx, now);
  for (const account of accounts) {
    const scope = { organizationId: account.organization_id, linkedAccountId: account.id };
    // An open run reads the source anyway; marking it would wait for its transaction, which waits for this row.
    if (!account.is_at_work) await requestSync(trx, scope, 'schedule');
    await trx
      .updateTable('linked_accounts')
      .set({ next_sync_at: nextSyncAt(now, account.sync_interval_seconds, Math.random()) })
      .where('organization_id', '=', scope.organizationId)
      .where('id', '=', scope.linkedAccountId)
      .execute();
  }
  return accounts.length;
}

async function lockDueAccounts(trx: Trx, now: Date): Promise<DueAccount[]> {
  const { rows } = await sql<DueAccount>`
    select account.id, account.organization_id, account.sync_interval_seconds,
           exists (select from sync_runs run
                    where run.linked_account_id = account.id and run.state in ('queued', 'running')) as is_at_work
      from linked_accounts account
     where account.status = 'COMPLETE' and account.next_sync_at <= ${now}
       -- A run for news of the source does not read everything: the account stays due until it is over.
       and not exists (select from sync_runs run
                        where run.linked_account_id = account.id and run.state in ('queued', 'running')
                          and run.trigger = 'source_event')
     order by account.next_sync_at limit ${BATCH_ACCOUNTS}
       for no key update skip locked`.execute(trx);
  return rows;
}
