import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { judgeAttempt, type AttemptOutcome, type AttemptVerdict } from './attempt-outcome.ts';
import { writeAttempts, lockEndpoints, updateHealth, type AttemptEnd } from './attempts-store.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import { disableEndpoint, type EndpointToDisable } from './disable-endpoint.ts';
import { judgeEndpoint } from './endpoint-health.ts';
import { nextAttemptAt } from './retry-schedule.ts';

export interface MadeAttempt {
  delivery: ClaimedDelivery;
  outcome: AttemptOutcome;
}

export interface RecordedAttempt {
  verdict: AttemptVerdict;
  attemptNumber: number;
  /** False: the lease ran out and another worker has the delivery now. */
  isRecorded: boolean;
}

export interface RecordDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  /** Jitter of the retries, in [0, 1). */
  random?: () => number;
}

/**
 * Writes down what attempts came to, in the same order: the next time of each, or its end; their endpoints' health.
 * Successes, which nearly all are, take one statement.
 */
export async function recordAttempts(
  deps: RecordDeps,
  attempts: readonly MadeAttempt[],
): Promise<RecordedAttempt[]> {
  const now = deps.clock.now();
  const ends = attempts.map((attempt) => toEnd(attempt, now, deps.random ?? Math.random));
  const successes = ends.filter(({ state }) => state === 'succeeded');
  const failures = ends.filter(({ state }) => state !== 'succeeded');
  const written = successes.length === 0 ? [] : await writeAttempts(deps.db, successes, now);
  const failed = failures.length === 0 ? [] : await recordFailures(deps, failures, now);
  const recorded = new Set([...written, ...failed]);
  return ends.map(({ delivery, outcome, attemptNumber }) => ({
    verdict: judgeAttempt(outcome),
    attemptNumber,
    isRecorded: recorded.has(delivery.id),
  }));
}

function toEnd({ delivery, outcome }: MadeAttempt, now: Date, random: () => number): AttemptEnd {
  const attemptNumber = delivery.attemptCount + 1;
  const verdict = judgeAttempt(outcome);
  const attemptsMade = attemptNumber - delivery.attemptsBefore;
  const { retryAfter } = outcome;
  const nextAt =
    verdict === 'failed' ? nextAttemptAt({ attemptsMade, now, random: random(), retryAfter }) : null;
  const state = verdict === 'succeeded' ? 'succeeded' : nextAt ? 'pending' : 'failed';
  return { delivery, outcome, attemptNumber, state, nextAt };
}

async function recordFailures(deps: RecordDeps, ends: readonly AttemptEnd[], now: Date): Promise<string[]> {
  const { disabled, written } = await inTransaction(deps.db, async (trx) => ({
    disabled: await recordHealth(trx, ends, now),
    written: await writeAttempts(trx, ends, now),
  }));
  for (const { id, organizationId, reason } of disabled) {
    deps.log.warn({ endpoint_id: id, organization_id: organizationId, reason }, 'webhook_endpoint_disabled');
  }
  return written;
}

/** Returns the endpoints that this was the end of. */
async function recordHealth(trx: Trx, ends: readonly AttemptEnd[], now: Date): Promise<EndpointToDisable[]> {
  const byEndpoint = Map.groupBy(ends, ({ delivery }) => delivery.endpoint.id);
  const disabled: EndpointToDisable[] = [];
  for (const endpoint of await lockEndpoints(trx, [...byEndpoint.keys()])) {
    const seen = byEndpoint.get(endpoint.id)!.map(({ outcome }) => ({
      verdict: judgeAttempt(outcome),
      isAnswered: outcome.statusCode !== null,
    }));
    const { disabledReason: reason, ...health } = judgeEndpoint(endpoint, seen, now);
    await updateHealth(trx, endpoint, health);
    if (reason && endpoint.status === 'enabled') disabled.push({ ...endpoint, reason });
  }
  for (const endpoint of disabled) await disableEndpoint(trx, endpoint, now);
  return disabled;
}
