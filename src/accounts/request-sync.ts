import { sql } from 'kysely';
import type { SyncTrigger } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { newId } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { AccountScope } from './issues.ts';

/** The open run may end between our look at it and our mark on it; each round then meets another state. */
const MAX_ROUNDS = 20;

/**
 * Sees to it that the source is read once more from now: a new run, or the one that waits already, or, while one is at
 * work, a mark on it that makes one follow-up start at its end. However often it is asked, no more than that follows.
 */
export async function requestSync(
  trx: Trx,
  scope: AccountScope,
  trigger: SyncTrigger,
): Promise<{ syncRunId: string }> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const syncRunId =
      (await insertRun(trx, scope, trigger)) ??
      (await findQueuedRun(trx, scope, trigger)) ??
      (await markRunningRun(trx, scope, trigger));
    if (syncRunId !== undefined) return { syncRunId };
  }
  throw new AppError('conflict', 'sync_request_contended', 'The sync could not be asked for; try again.');
}

async function insertRun(trx: Trx, scope: AccountScope, trigger: SyncTrigger): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into sync_runs (id, linked_account_id, organization_id, state, trigger, is_initial)
    select ${newId()}::uuid, account.id, account.organization_id, 'queued', ${trigger}, account.data_fresh_as_of is null
      from linked_accounts account
     where account.id = ${scope.linkedAccountId} and account.organization_id = ${scope.organizationId}
    on conflict (linked_account_id) where state in ('queued', 'running') do nothing
    returning id`.execute(trx);
  const run = rows[0];
  if (run) await enqueue(trx, 'run_sync', { linkedAccountId: scope.linkedAccountId, syncRunId: run.id });
  return run?.id;
}

/** A run that waits for news of the source reads less than everything: asked for more, it becomes a run of that kind. */
async function findQueuedRun(
  trx: Trx,
  scope: AccountScope,
  trigger: SyncTrigger,
): Promise<string | undefined> {
  if (trigger !== 'source_event') await widenQueuedRun(trx, scope, trigger);
  const run = await trx
    .selectFrom('sync_runs')
    .select('id')
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('organization_id', '=', scope.organizationId)
    .where('state', '=', 'queued')
    // It can't start before the caller's change is there to be seen.
    .forShare()
    .executeTakeFirst();
  return run?.id;
}

async function widenQueuedRun(trx: Trx, scope: AccountScope, trigger: SyncTrigger): Promise<void> {
  await trx
    .updateTable('sync_runs')
    // What was staged for less is no reading of everything.
    .set({ trigger, staged_at: null })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('organization_id', '=', scope.organizationId)
    .where('state', '=', 'queued')
    .where('trigger', '=', 'source_event')
    .execute();
}

async function markRunningRun(
  trx: Trx,
  scope: AccountScope,
  trigger: SyncTrigger,
): Promise<string | undefined> {
  const isTargeted = trigger === 'source_event';
  const run = await trx
    .updateTable('sync_runs')
    .set({
      is_rerun_requested: true,
      is_rerun_targeted: sql<boolean>`${isTargeted}::boolean and (is_rerun_targeted or not is_rerun_requested)`,
    })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('organization_id', '=', scope.organizationId)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return run?.id;
}
