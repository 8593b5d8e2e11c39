import { sql } from 'kysely';
import type { SyncRunState, SyncTrigger } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { newId } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { AccountScope } from './issues.ts';
import { lockSyncRequests, noteSyncRequest } from './sync-requests-store.ts';

/** A run may begin, or be released, between our look at it and our wish to join it; each round then meets another state. */
const MAX_ROUNDS = 20;

export interface AskedSync {
  /** The run that reads the source, or that another one follows which does. */
  syncRunId: string;
  state: 'queued' | 'running';
  /** It began before: one more follows it. */
  isFollowUp: boolean;
}

/**
 * Sees to it that the source is read once more from now: a new run, or the one that waits already, or, while one is at
 * work, a note that makes one follow-up start at its end. However often it is asked, no more than that follows, and nobody
 * who asks waits for what a run writes.
 */
export async function requestSync(
  trx: Trx,
  scope: AccountScope,
  trigger: SyncTrigger,
  options: { dueAt?: string } = {},
): Promise<AskedSync> {
  await lockSyncRequests(trx, scope.linkedAccountId);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const open = await findOpenRun(trx, scope);
    // Beside an open run nothing is inserted: that would wait for what the run writes, and its end waits for us.
    const asked = open
      ? await joinRun(trx, scope, open, trigger)
      : await insertRun(trx, scope, trigger, options.dueAt);
    if (asked) return asked;
  }
  throw new AppError('conflict', 'sync_request_contended', 'The sync could not be asked for; try again.');
}

interface OpenRun {
  id: string;
  state: SyncRunState;
  released_at: string | null;
  staged_at: string | null;
}

async function findOpenRun(trx: Trx, scope: AccountScope): Promise<OpenRun | undefined> {
  return await trx
    .selectFrom('sync_runs')
    .select(['id', 'state', 'released_at', 'staged_at'])
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('organization_id', '=', scope.organizationId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
}

async function joinRun(
  trx: Trx,
  scope: AccountScope,
  open: OpenRun,
  trigger: SyncTrigger,
): Promise<AskedSync | undefined> {
  // A released run applies what was read before, and so does one whose attempt failed after it had staged everything.
  const isWaiting = open.state === 'queued' && open.released_at === null;
  const joined = isWaiting ? await joinQueuedRun(trx, scope, trigger) : undefined;
  if (joined || (isWaiting && open.staged_at === null)) return joined;
  await noteSyncRequest(trx, scope, open.id, { isTargeted: trigger === 'source_event' });
  return { syncRunId: open.id, state: open.state === 'running' ? 'running' : 'queued', isFollowUp: true };
}

async function insertRun(
  trx: Trx,
  scope: AccountScope,
  trigger: SyncTrigger,
  dueAt: string | undefined,
): Promise<AskedSync | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into sync_runs (id, linked_account_id, organization_id, state, trigger, due_at, is_initial)
    select ${newId()}::uuid, account.id, account.organization_id, 'queued', ${trigger}, ${dueAt ?? null}::timestamptz,
           account.data_fresh_as_of is null
      from linked_accounts account
     where account.id = ${scope.linkedAccountId} and account.organization_id = ${scope.organizationId}
    on conflict (linked_account_id) where state in ('queued', 'running') do nothing
    returning id`.execute(trx);
  const run = rows[0];
  if (!run) return undefined;
  await enqueue(trx, 'run_sync', { linkedAccountId: scope.linkedAccountId, syncRunId: run.id });
  return { syncRunId: run.id, state: 'queued', isFollowUp: false };
}

/** A run that waits for news of the source, or for its time, may read less than everything: asked for more, it becomes a run of that kind. */
async function joinQueuedRun(
  trx: Trx,
  scope: AccountScope,
  trigger: SyncTrigger,
): Promise<AskedSync | undefined> {
  if (trigger !== 'source_event') await widenQueuedRun(trx, scope, trigger);
  const run = await trx
    .selectFrom('sync_runs')
    .select('id')
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('organization_id', '=', scope.organizationId)
    .where('state', '=', 'queued')
    .where('released_at', 'is', null)
    .where('staged_at', 'is', null)
    // It can't start before the caller's change is there to be seen.
    .forShare()
    .executeTakeFirst();
  return run && { syncRunId: run.id, state: 'queued', isFollowUp: false };
}

async function widenQueuedRun(trx: Trx, scope: AccountScope, trigger: SyncTrigger): Promise<void> {
  await trx
    .updateTable('sync_runs')
    // What was staged for less is no reading of everything.
    .set({ trigger, staged_at: null })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('organization_id', '=', scope.organizationId)
    .where('state', '=', 'queued')
    .where('released_at', 'is', null)
    .where('trigger', 'in', trigger === 'schedule' ? ['source_event'] : ['source_event', 'schedule'])
    .execute();
}
