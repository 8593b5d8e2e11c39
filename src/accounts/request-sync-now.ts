import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { AppError, notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { isUuid } from '../lib/ids.ts';
import { readHealth, type AccountHealth } from './account-health-store.ts';
import type { AccountScope } from './issues.ts';
import { requestSync } from './request-sync.ts';

/** What a request came to: a run, or the time at which the source may be asked again. */
export interface SyncAnswer {
  /** Of the run; null: none was started. */
  id: string | null;
  state: 'queued' | 'running' | 'waiting';
  /** A run is at work, and one more follows it. */
  is_follow_up_requested: boolean;
  /** With `waiting`: when the account is due. */
  due_at: string | null;
  waits_for: 'source_asked_to_wait' | 'source_away' | null;
}

type Wait = Pick<SyncAnswer, 'waits_for'> & { until: string };

/**
 * Somebody wants the source to be read now. Tried at once, whatever failed before, unless the source named a time, or is away
 * for many accounts and being tried already. Safe to repeat: see requestSync.
 * @param actor stands in the audit trail; null: a program that asks often is not written down
 * @throws AppError not_found; conflict `account_not_linked`, `account_paused`
 */
export async function requestSyncNow(
  deps: { db: Db; clock: Clock },
  scope: AccountScope,
  actor: AuditActor | null = null,
): Promise<SyncAnswer> {
  if (!isUuid(scope.linkedAccountId)) throw notFound('linked account');
  return await inTransaction(deps.db, async (trx) => {
    await assertReadable(trx, scope);
    if (actor !== null) await noteRequest(trx, scope, actor);
    const wait = toWait(await readHealth(trx, scope), deps.clock.now());
    return wait ? await waitForSource(trx, scope, wait) : await startNow(trx, scope);
  });
}

async function noteRequest(trx: Trx, scope: AccountScope, actor: AuditActor): Promise<void> {
  await appendAuditEvent(trx, {
    organizationId: scope.organizationId,
    linkedAccountId: scope.linkedAccountId,
    actor,
    type: 'REQUESTED_SYNC',
    description: 'Asked for the source to be read now.',
  });
}

async function assertReadable(trx: Trx, scope: AccountScope): Promise<void> {
  const account = await trx
    .selectFrom('linked_accounts')
    .select(['status', 'paused_at'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .executeTakeFirst();
  if (!account) throw notFound('linked account');
  if (account.status !== 'COMPLETE') {
    const message = `The account is ${account.status}: it can be read when the employer has linked it with a new link token.`;
    throw new AppError('conflict', 'account_not_linked', message);
  }
  if (account.paused_at !== null) {
    const message = 'The account is paused: resume it, and it is read at once.';
    throw new AppError('conflict', 'account_paused', message);
  }
}

function toWait(health: AccountHealth, now: Date): Wait | undefined {
  const { notBefore, sourceRestsSince, sourceProbeAt, isSourceProbed } = health;
  if (notBefore !== null && new Date(notBefore) > now) {
    return { waits_for: 'source_asked_to_wait', until: notBefore };
  }
  if (sourceRestsSince === null || !isSourceProbed) return undefined;
  const isProbeAhead = new Date(sourceProbeAt!) > now;
  return { waits_for: 'source_away', until: isProbeAhead ? sourceProbeAt! : now.toISOString() };
}

async function waitForSource(trx: Trx, scope: AccountScope, wait: Wait): Promise<SyncAnswer> {
  await trx
    .updateTable('linked_accounts')
    .set({ next_sync_at: wait.until })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .execute();
  return {
    id: null,
    state: 'waiting',
    is_follow_up_requested: false,
    due_at: toApiTimestamp(wait.until),
    waits_for: wait.waits_for,
  };
}

async function startNow(trx: Trx, scope: AccountScope): Promise<SyncAnswer> {
  const { syncRunId, state, isFollowUp } = await requestSync(trx, scope, 'request');
  return {
    id: syncRunId,
    state,
    is_follow_up_requested: isFollowUp,
    due_at: null,
    waits_for: null,
  };
}
