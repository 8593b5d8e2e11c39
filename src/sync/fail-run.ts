import { sql } from 'kysely';
import { openIssue } from '../accounts/index.ts';
import { ConnectorError } from '../connectors/errors.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { addMs, MINUTE_MS, SECOND_MS } from '../lib/duration.ts';
import { notifyFailure } from '../notifications/index.ts';
import { enqueue } from '../queue/enqueue.ts';
import { isAway, isNewCause, leaveAlone, recordAway } from './account-outcome.ts';
import type { Refusal } from './admit-run.ts';
import { announceEnd, closeRun, type RunEnd } from './finish-run.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { appendRunEvent } from './record-events.ts';
import { recordPermissions } from './record-permissions.ts';
import type { SyncDeps } from './sync-deps.ts';
import { EXHAUSTED_ISSUE } from './sync-issues.ts';
import type { SyncRun } from './sync-run.ts';
import { describeFailure } from './describe-failure.ts';

/** What went wrong, as it may be stored and shown. */
interface Failure {
  code: string;
  message: string;
  subject: string;
  details?: readonly string[];
  isRetryable: boolean;
  needsRelink: boolean;
  retryAfterMs?: number | undefined;
}

/**
 * Ends the run's attempt: back into the queue when another one may help, else for good. The last good data stays. Where the
 * source says how long it wants to be left alone, it is.
 * @throws the error itself when the run goes back into the queue and nobody said when: the job is tried again
 */
export async function endAfterError(deps: SyncDeps, run: SyncRun, error: Error): Promise<void> {
  const failure = toFailure(error);
  const isLastAttempt = run.attempt >= deps.config.sync.maxAttempts;
  const fields = { sync_run_id: run.id, attempt: run.attempt, error_code: failure.code };
  deps.log.warn(fields, 'sync_attempt_failed');
  if (failure.code === 'budget_spent' || asksForLongWait(failure)) {
    return await postponeRun(deps, run, failure);
  }
  if (failure.code === 'company_left') return await disconnect(deps, run, failure);
  if (isAway(failure.code) && (await inLeasedTransaction(deps, run, (trx) => recordAway(deps, trx, run)))) {
    return await leaveSourceAlone(deps, run, failure);
  }
  if (failure.isRetryable && !isLastAttempt) {
    await requeueRun(deps, run, failure);
    if (failure.retryAfterMs === undefined) throw error;
    return;
  }
  if (failure.needsRelink) await failForRelink(deps, run, failure);
  else await failRun(deps, run, failure);
}

/** The workers that tried it died, each time. */
export async function giveUp(deps: SyncDeps, run: SyncRun): Promise<void> {
  await failRun(deps, run, {
    code: EXHAUSTED_ISSUE,
    message: `The run was started ${run.attempt - 1} times and never came to its end.`,
    subject: '',
    isRetryable: false,
    needsRelink: false,
  });
}

/**
 * The run may not go to its source now: signing in to an account that waits for a relink could lock the employer's log-in.
 * Where the source alone is the reason the account stays due.
 */
export async function refuseRun(deps: SyncDeps, run: SyncRun, refusal: Refusal): Promise<void> {
  const end: RunEnd = { state: 'failed', error: refusal };
  const staysDue = refusal.code === 'source_left_alone' && { dueAt: deps.clock.now() };
  await inLeasedTransaction(deps, run, (trx) =>
    closeRun(deps, trx, run, end, { isFollowUpAllowed: false, ...staysDue }),
  );
}

function toFailure(error: Error): Failure {
  if (error instanceof ConnectorError) {
    const { code, message, subject, details, isRetryable, needsRelink, retryAfterMs } = error;
    return { code, message, subject, details, isRetryable, needsRelink, retryAfterMs };
  }
  if (error instanceof AppError) {
    const isRetryable = ['unavailable', 'rate_limited', 'internal'].includes(error.kind);
    return { code: error.code, message: error.message, subject: '', isRetryable, needsRelink: false };
  }
  // A message from elsewhere may quote anything.
  const message = `An unexpected ${error.name} ended the run.`;
  return { code: 'unexpected', message, subject: '', isRetryable: true, needsRelink: false };
}

async function requeueRun(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await trx
      .updateTable('sync_runs')
      .set({
        state: 'queued',
        lease_until: null,
        enqueued_at: sql`now()`,
        error_code: failure.code,
        error_message: failure.message,
      })
      .where('linked_account_id', '=', run.scope.linkedAccountId)
      .where('id', '=', run.id)
      .execute();
    if (failure.retryAfterMs === undefined) return;
    const ids = { linkedAccountId: run.scope.linkedAccountId, syncRunId: run.id };
    const runAfterSeconds = failure.retryAfterMs / SECOND_MS;
    await enqueue(trx, 'run_sync', ids, { runAfterSeconds });
  });
}

/** A run may wait as long in the queue; longer waits are the schedule's. */
const LONG_WAIT_MS = MINUTE_MS;

function asksForLongWait({ code, retryAfterMs = 0 }: Failure): boolean {
  return isAway(code) && retryAfterMs > LONG_WAIT_MS;
}

/**
 * A time is known before which asking is in vain. Where the source named it, nothing is asked before, everything is read then,
 * and the partner is told; our own limit of a day is no failure that anybody must be told of, and the schedule goes on behind it.
 */
async function postponeRun(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  const until = addMs(deps.clock.now(), failure.retryAfterMs ?? 0);
  const isOurLimit = failure.code === 'budget_spent';
  const end: RunEnd = { state: 'failed', error: failure };
  await inLeasedTransaction(deps, run, async (trx) => {
    await openIssue(trx, run.scope, toIssue(failure));
    await closeRun(deps, trx, run, end, {
      isFollowUpAllowed: false,
      ...(isOurLimit ? { notBefore: until } : { dueAt: until }),
    });
    if (isOurLimit) return;
    await leaveAlone(trx, run, until);
    await announceFailure(trx, run, failure);
  });
}

/**
 * The source is away for many accounts: no further attempt is made, and the account stays due until it is back. That is nothing
 * for a person to act on before the records are old; see stale-accounts.ts.
 */
async function leaveSourceAlone(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await closeRun(
      deps,
      trx,
      run,
      { state: 'failed', error: failure },
      { isFollowUpAllowed: false, dueAt: deps.clock.now() },
    );
    await announceFailure(trx, run, failure);
  });
}

/** Once for each cause while it lasts. */
async function announceFailure(trx: Trx, run: SyncRun, failure: Failure): Promise<void> {
  const isNew = await isNewCause(trx, run, `${failure.code}:${failure.subject}`);
  if (!isNew) return;
  await announceEnd(trx, run, 'sync.failed', { state: 'failed', error: failure });
  await notifyFailure(trx, run.scope, toNotification(run, failure));
}

/** The employer left the source: nothing is read any more, at once; what was read stays and is served. */
async function disconnect(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await closeRun(deps, trx, run, { state: 'failed', error: failure }, { isFollowUpAllowed: false });
    await leaveAccount(trx, run, { status: 'IDLE', failure, event: 'linked_account.disconnected' });
  });
}

/** The account is read no more, and the partner is told, once. */
async function leaveAccount(
  trx: Trx,
  run: SyncRun,
  end: {
    status: 'IDLE' | 'RELINK_NEEDED';
    failure: Failure;
    event: 'linked_account.disconnected' | 'linked_account.relink_needed';
  },
): Promise<void> {
  const { status, failure, event } = end;
  const left = await trx
    .updateTable('linked_accounts')
    .set({ status, status_detail: failure.code, next_sync_at: null })
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .where('status', '=', 'COMPLETE')
    .returning('id')
    .executeTakeFirst();
  await openIssue(trx, run.scope, toIssue(failure));
  if (!left) return;
  await appendRunEvent(trx, run, event, { reason: failure.code });
  await notifyFailure(trx, run.scope, toNotification(run, failure));
}

async function failRun(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    if (!(await recordLoss(deps, trx, run, failure))) await openIssue(trx, run.scope, toIssue(failure));
    await closeRun(deps, trx, run, { state: 'failed', error: failure });
    await announceFailure(trx, run, failure);
  });
}

/** True: a permission that we know by name was missing, and stands among the account's issues. */
async function recordLoss(deps: SyncDeps, trx: Trx, run: SyncRun, failure: Failure): Promise<boolean> {
  const { reference, method } = run.account;
  const capability = failure.code === 'permission_missing' ? failure.subject : undefined;
  const known = deps.connectors.get(reference.integration).capabilitiesOf(method);
  if (capability === undefined || !known.some((one) => one.capability === capability)) return false;
  return (await recordPermissions(deps, trx, run, [{ capability, state: 'missing' }])) > 0;
}

/** No further attempt by schedule or follow-up: a second wrong password could lock the employer's account. */
async function failForRelink(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await closeRun(deps, trx, run, { state: 'failed', error: failure }, { isFollowUpAllowed: false });
    await leaveAccount(trx, run, { status: 'RELINK_NEEDED', failure, event: 'linked_account.relink_needed' });
  });
}

const toNotification = (run: SyncRun, { code, subject }: Failure) => ({ code, subject, syncRunId: run.id });

const toIssue = (failure: Failure) => ({
  code: failure.code,
  subject: failure.subject,
  description: describeFailure(failure),
  details: [...(failure.details ?? [])],
});
