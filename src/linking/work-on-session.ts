import { ConnectorError } from '../connectors/errors.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { assertLease, releaseLease, takeLease, withLease, type Lease } from '../queue/leases.ts';
import { askAgainForCompany } from './ask-again-for-company.ts';
import type { LinkingDeps } from './deps.ts';
import { failSession } from './fail-session.ts';
import type { LinkSessionState } from './link-session-states.ts';
import { findSessionOfAccount, scopeOf, type LinkSession } from './link-sessions-store.ts';
import { isAccessRefused, type LinkProblemCode } from './problems.ts';
import { refuseAccess } from './refuse-access.ts';
import { waitForSource, type SessionTask } from './wait-for-source.ts';

export interface LinkSessionJob {
  linkedAccountId: string;
  linkSessionId: string;
}

export interface SessionWork {
  session: LinkSession;
  lease: Lease;
  signal: AbortSignal;
}

/** A reason to fail that the source did not say by itself. */
export class LinkFailure extends Error {
  override readonly name = 'LinkFailure';
  readonly code: LinkProblemCode;
  constructor(code: LinkProblemCode, options: { cause?: unknown } = {}) {
    super(code, options);
    this.code = code;
  }
}

interface WorkStep {
  /** Only in this state is there something to do. */
  state: LinkSessionState;
  failureEvent: 'acceptance_failed' | 'verification_failed';
  /** The job that does it, for another try when the source is away. */
  task: SessionTask;
}

/**
 * Does a job's work on the session under its lease; a job that comes second, or late, leaves quietly. What can't be
 * mended by trying again fails the session; while the source is away it waits; everything else is thrown, and the job
 * is tried again.
 */
export async function workOnSession(
  deps: Pick<LinkingDeps, 'db' | 'clock' | 'log' | 'config'>,
  job: LinkSessionJob,
  step: WorkStep,
  work: (work: SessionWork) => Promise<void>,
): Promise<void> {
  const known = await findSessionOfAccount(deps.db, job);
  if (known?.state !== step.state) return;
  const seconds = deps.config.linking.leaseSeconds;
  const lease = await takeLease(deps.db, 'link_sessions', job.linkSessionId, seconds);
  if (!lease) return;
  await withLease(deps.db, lease, seconds, async (signal) => {
    // Read again: the job that held the lease before us may have finished.
    const session = await findSessionOfAccount(deps.db, job);
    if (session?.state !== step.state) return;
    try {
      await work({ session, lease, signal });
    } catch (error) {
      const at = deps.clock.now();
      if (isAway(error)) {
        deps.log.warn({ ...scopeOf(session), link_session_id: session.id, code: error.code }, 'source_away');
        const wait = { task: step.task, error, at };
        return await inTransaction(deps.db, (trx) => waitForSource(trx, lease, session, wait));
      }
      const code = toFailureCode(error);
      if (code === undefined) throw error;
      deps.log.warn({ ...scopeOf(session), link_session_id: session.id, code }, 'link_session_failed');
      const details = error instanceof ConnectorError ? error.details : [];
      const failure = { event: step.failureEvent, code, at, details };
      await inTransaction(deps.db, (trx) => endAttempt(trx, lease, session, failure));
    }
  });
}

/** What the admin can give anew is asked for; what the admin can choose anew is asked for; the rest fails the session. */
async function endAttempt(
  trx: Trx,
  lease: Lease,
  session: LinkSession,
  failure: {
    event: WorkStep['failureEvent'];
    code: LinkProblemCode;
    at: Date;
    details: readonly string[];
  },
): Promise<void> {
  if (isAccessRefused(session.connection_method, failure.code)) {
    await refuseAccess(trx, lease, session, failure);
  } else if (failure.code === 'wrong_company' && session.company_choices !== null) {
    await assertLease(trx, lease);
    await askAgainForCompany(trx, session, { at: failure.at, errorCode: failure.code });
    await releaseLease(trx, lease);
  } else {
    await failSession(trx, lease, session, failure);
  }
}

/** Another try may go well without anybody's doing. */
function isAway(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.isRetryable;
}

function toFailureCode(error: unknown): LinkProblemCode | undefined {
  return error instanceof LinkFailure || error instanceof ConnectorError ? error.code : undefined;
}
