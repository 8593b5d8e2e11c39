import { sql } from 'kysely';
import { openIssue } from '../accounts/index.ts';
import { ConnectorError } from '../connectors/errors.ts';
import { AppError } from '../lib/app-error.ts';
import { announceEnd, closeRun, type RunEnd } from './finish-run.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { appendRunEvent } from './record-events.ts';
import type { SyncDeps } from './sync-deps.ts';
import { EXHAUSTED_ISSUE } from './sync-issues.ts';
import type { SyncRun } from './sync-run.ts';
import { describeFailure } from './describe-failure.ts';

/** What went wrong, as it may be stored and shown. */
interface Failure {
  code: string;
  message: string;
  subject: string;
  isRetryable: boolean;
  needsRelink: boolean;
}

/**
 * Ends the run's attempt: back into the queue when another one may help, else for good. The last good data stays.
 * @throws the error itself when the run goes back into the queue: the job is tried again
 */
export async function endAfterError(deps: SyncDeps, run: SyncRun, error: Error): Promise<void> {
  const failure = toFailure(error);
  const isLastAttempt = run.attempt >= deps.config.sync.maxAttempts;
  const fields = { sync_run_id: run.id, attempt: run.attempt, error_code: failure.code };
  deps.log.warn(fields, 'sync_attempt_failed');
  if (failure.isRetryable && !isLastAttempt) {
    await requeueRun(deps, run, failure);
    throw error;
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
    const { code, message, subject, isRetryable, needsRelink } = error;
    return { code, message, subject, isRetryable, needsRelink };
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
  });
}

async function failRun(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  const end: RunEnd = { state: 'failed', error: failure };
  await inLeasedTransaction(deps, run, async (trx) => {
    await openIssue(trx, run.scope, toIssue(failure));
    await closeRun(deps, trx, run, end);
    await announceEnd(trx, run, 'sync.failed', end);
  });
}

/** No further attempt by schedule or follow-up: a second wrong password could lock the employer's account. */
async function failForRelink(deps: SyncDeps, run: SyncRun, failure: Failure): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await trx
      .updateTable('linked_accounts')
      .set({ status: 'RELINK_NEEDED', status_detail: failure.code, next_sync_at: null })
      .where('organization_id', '=', run.scope.organizationId)
      .where('id', '=', run.scope.linkedAccountId)
      .execute();
    await openIssue(trx, run.scope, toIssue(failure));
    await closeRun(deps, trx, run, { state: 'failed', error: failure }, { isFollowUpAllowed: false });
    await appendRunEvent(trx, run, 'linked_account.relink_needed', { reason: failure.code });
  });
}

const toIssue = (failure: Failure) => ({
  code: failure.code,
  subject: failure.subject,
  description: describeFailure(failure),
});
