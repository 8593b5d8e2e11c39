import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import { judgeAttempt, type AttemptOutcome, type AttemptVerdict } from './attempt-outcome.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import { nextAttemptAt } from './retry-schedule.ts';

/** An endpoint that gave nothing but failures for so long is disabled. */
const DISABLE_AFTER_MS = 5 * DAY_MS;

/** The lease ran out and another worker has the delivery now: what we saw is not recorded. */
export class DeliveryLeaseLostError extends AppError {
  override readonly name = 'DeliveryLeaseLostError';
  constructor() {
    super('conflict', 'lease_lost', 'Another worker took over the delivery.');
  }
}

export interface RecordedAttempt {
  verdict: AttemptVerdict;
  attemptNumber: number;
  isEndpointDisabled: boolean;
}

/**
 * Writes down an attempt and what follows from it: the next time, or the end; the endpoint's health.
 * The endpoint's row is locked before the delivery's, as everywhere.
 * @throws DeliveryLeaseLostError
 */
export function recordAttempt(
  deps: { db: Db; clock: Clock; random?: () => number },
  delivery: ClaimedDelivery,
  outcome: AttemptOutcome,
): Promise<RecordedAttempt> {
  const attemptNumber = delivery.attemptCount + 1;
  const verdict = judgeAttempt(outcome);
  const now = deps.clock.now();
  const random = (deps.random ?? Math.random)();
  const nextAt =
    verdict === 'failed'
      ? nextAttemptAt({ attemptsMade: attemptNumber, now, random, retryAfter: outcome.retryAfter })
      : null;
  return inTransaction(deps.db, async (trx) => {
    const isEndpointDisabled = await recordHealth(trx, delivery, verdict, now);
    await finishAttempt(trx, delivery, { attemptNumber, verdict, nextAt, now });
    await insertAttempt(trx, delivery.id, attemptNumber, outcome);
    return { verdict, attemptNumber, isEndpointDisabled };
  });
}

/** True when this attempt is the one that disables the endpoint. */
async function recordHealth(
  trx: Trx,
  delivery: ClaimedDelivery,
  verdict: AttemptVerdict,
  now: Date,
): Promise<boolean> {
  const isThisEndpoint = sql`id = ${delivery.endpointId} and organization_id = ${delivery.organizationId}`;
  if (verdict === 'succeeded') {
    await sql`
      update webhook_endpoints set failing_since = null
       where ${isThisEndpoint} and failing_since is not null`.execute(trx);
    return false;
  }
  await sql`
    update webhook_endpoints set failing_since = coalesce(failing_since, ${now}) where ${isThisEndpoint}`.execute(
    trx,
  );
  const { rows } = await sql`
    update webhook_endpoints
       set status = 'disabled', disabled_reason = ${verdict === 'gone' ? 'gone' : 'failing'}, modified_at = ${now}
     where ${isThisEndpoint} and status = 'enabled'
       and (${verdict === 'gone'}::boolean or failing_since <= ${addMs(now, -DISABLE_AFTER_MS)})
    returning id`.execute(trx);
  return rows.length > 0;
}

interface AttemptEnd {
  attemptNumber: number;
  verdict: AttemptVerdict;
  nextAt: Date | null;
  now: Date;
}

/** Fenced: a worker that slept through its lease changes nothing. */
async function finishAttempt(trx: Trx, delivery: ClaimedDelivery, end: AttemptEnd): Promise<void> {
  const endState = end.verdict === 'succeeded' ? 'succeeded' : 'failed';
  const { rows } = await sql`
    update webhook_deliveries
       set state = ${end.nextAt ? 'pending' : endState}, attempt_count = ${end.attemptNumber},
           next_attempt_at = ${end.nextAt}, finished_at = ${end.nextAt ? null : end.now}, lease_until = null
     where id = ${delivery.id} and organization_id = ${delivery.organizationId}
       and lease_token = ${delivery.leaseToken}
    returning id`.execute(trx);
  if (rows.length === 0) throw new DeliveryLeaseLostError();
}

async function insertAttempt(
  trx: Trx,
  deliveryId: string,
  attemptNumber: number,
  outcome: AttemptOutcome,
): Promise<void> {
  await trx
    .insertInto('delivery_attempts')
    .values({
      delivery_id: deliveryId,
      attempt_number: attemptNumber,
      started_at: outcome.startedAt,
      duration_ms: outcome.durationMs,
      status_code: outcome.statusCode,
      failure: outcome.failure,
    })
    .execute();
}
