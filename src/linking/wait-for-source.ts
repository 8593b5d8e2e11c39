import type { ConnectorError } from '../connectors/errors.ts';
import type { Trx } from '../db/transaction.ts';
import { addMs, SECOND_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import { assertLease, releaseLease, type Lease } from '../queue/leases.ts';
import { jobOf, updateSession, type LinkSession } from './link-sessions-store.ts';
import { sourceRetryDelayMs } from './source-retries.ts';

/** The jobs that work on a session. */
export type SessionTask = 'accept_invitation' | 'exchange_oauth_code' | 'verify_permissions';

/**
 * The source is away: the session stays where it is, says when it goes on, and its job comes again by itself. Should the
 * queue lose the job, resumeLostSessions finds it overdue.
 */
export async function waitForSource(
  trx: Trx,
  lease: Lease,
  session: LinkSession,
  wait: { task: SessionTask; error: ConnectorError; at: Date },
): Promise<void> {
  await assertLease(trx, lease);
  const triesMade = session.retry_count + 1;
  const delayMs = sourceRetryDelayMs(triesMade, wait.error.retryAfterMs);
  await updateSession(trx, session, { retry_count: triesMade, retry_at: addMs(wait.at, delayMs) });
  await enqueue(trx, wait.task, jobOf(session), { runAfterSeconds: delayMs / SECOND_MS });
  await releaseLease(trx, lease);
}
