import { sql } from 'kysely';
import { inTransaction } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import { endSilentCopies } from './end-silent-copies.ts';
import type { SyncDeps } from './sync-deps.ts';

/** A queued run may wait its turn for this many lease lengths before a second job is added for it. */
const LEASES_UNTIL_FORGOTTEN = 10;
const BATCH_RUNS = 500;

/** Adds a job for every run whose worker is gone, and for every run that waits so long that its job must be lost. */
export async function sweepLostRuns(deps: Pick<SyncDeps, 'db' | 'log' | 'config'>): Promise<void> {
  const { leaseSeconds } = deps.config.sync;
  const silent = await endSilentCopies(deps.db, leaseSeconds);
  if (silent > 0) deps.log.warn({ connections: silent }, 'silent_copies_ended');
  const swept = await inTransaction(deps.db, async (trx) => {
    const { rows } = await sql<{ id: string; linked_account_id: string }>`
      update sync_runs run set enqueued_at = now()
        from (select id from sync_runs
               where (state = 'running' and coalesce(lease_until < now(), true)
                      and enqueued_at < now() - make_interval(secs => ${leaseSeconds}::double precision))
                  or (state = 'queued'
                      and enqueued_at < now() - make_interval(secs => ${leaseSeconds * LEASES_UNTIL_FORGOTTEN}::double precision))
               limit ${BATCH_RUNS} for update skip locked) lost
       where run.id = lost.id
      returning run.id, run.linked_account_id`.execute(trx);
    for (const { id, linked_account_id } of rows) {
      await enqueue(trx, 'run_sync', { linkedAccountId: linked_account_id, syncRunId: id });
    }
    return rows.length;
  });
  if (swept > 0) deps.log.warn({ runs: swept }, 'lost_runs_swept');
}
