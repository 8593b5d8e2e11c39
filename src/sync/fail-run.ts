import { sql } from 'kysely';
import { openIssue } from '../accounts/index.ts';
import { ConnectorError } from '../connectors/errors.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { addMs, MINUTE_MS, SECOND_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
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
  if (failure.code === 'budget_spent') return await postponeRun(deps, run, failure);
  if (asksForLongWait(failure)) return await waitAsAsked(deps, run, failure);
  if (failure.code === 'company_left') return await disconnect(deps, run, failure);
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

/** An account that waits for a relink, or was disconnected: signing in now could lock the employer's account. */
export async function refuseRun(deps: SyncDeps, run: SyncRun): Promise<void> {
  const error = { code: 'account_not_linked', message: 'The account is not linked at present.' };
  await inLeasedTransaction(deps, run, (trx) =>
    closeRun(deps, trx, run, { state: 'failed', error }, { isFollowUpAllowed: false }),
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

/** Our own limit of a day is no failure that anybody must be told of: the run ends, and the next one is due when there is room. */
async function postponeRun(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  const notBefore = addMs(deps.clock.now(), failure.retryAfterMs ?? 0);
  const end: RunEnd = { state: 'failed', error: failure };
  await inLeasedTransaction(deps, run, async (trx) => {
    await openIssue(trx, run.scope, toIssue(failure));
    await closeRun(deps, trx, run, end, { isFollowUpAllowed: false, notBefore });
  });
}

/** A run may wait as long in the queue; longer waits are the schedule's. */
const LONG_WAIT_MS = MINUTE_MS;

function asksForLongWait({ code, retryAfterMs = 0 }: Failure): boolean {
  return (code === 'rate_limited' || code === 'source_unavailable') && retryAfterMs > LONG_WAIT_MS;
}

/** The source named a time: nothing is asked of it before, and everything is read then, whatever the schedule says. */
async function waitAsAsked(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  const dueAt = addMs(deps.clock.now(), failure.retryAfterMs ?? 0);
  const end: RunEnd = { state: 'failed', error: failure };
  await inLeasedTransaction(deps, run, async (trx) => {
    await openIssue(trx, run.scope, toIssue(failure));
    await closeRun(deps, trx, run, end, { isFollowUpAllowed: false, dueAt });
  });
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
  if (left) await appendRunEvent(trx, run, event, { reason: failure.code });
}

async function failRun(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  const end: RunEnd = { state: 'failed', error: failure };
  await inLeasedTransaction(deps, run, async (trx) => {
    if (!(await recordLoss(deps, trx, run, failure))) await openIssue(trx, run.scope, toIssue(failure));
    await closeRun(deps, trx, run, end);
    await announceEnd(trx, run, 'sync.failed', end);
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

const toIssue = (failure: Failure) => ({
  code: failure.code,
  subject: failure.subject,
  description: describeFailure(failure),
  details: [...(failure.details ?? [])],
});
