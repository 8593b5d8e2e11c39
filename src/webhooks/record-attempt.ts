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
  if (verdict === 'succeeded') return recordSuccess(deps.db, delivery, { attemptNumber, now, outcome });
  const random = (deps.random ?? Math.random)();
  const nextAt =
    verdict === 'failed'
      ? nextAttemptAt({ attemptsMade: attemptNumber, now, random, retryAfter: outcome.retryAfter })
      : null;
  return inTransaction(deps.db, async (trx) => {
    const isEndpointDisabled = await recordTrouble(trx, delivery, verdict, now);
    await finishAttempt(trx, delivery, { attemptNumber, nextAt, now });
    await insertAttempt(trx, delivery.id, attemptNumber, outcome);
    return { verdict, attemptNumber, isEndpointDisabled };
  });
}

/** Most attempts end like this, so it is one statement; the endpoint's row comes first in it. @throws DeliveryLeaseLostError */
async function recordSuccess(
  db: Db,
  delivery: ClaimedDelivery,
  { attemptNumber, now, outcome }: { attemptNumber: number; now: Date; outcome: AttemptOutcome },
): Promise<RecordedAttempt> {
  const { rows } = await sql`
    with well as (
      update webhook_endpoints set failing_since = null
       where id = ${delivery.endpointId} and organization_id = ${delivery.organizationId} and failing_since is not null
      returning id),
    ended as (
      update webhook_deliveries
         set state = 'succeeded', attempt_count = ${attemptNumber}, next_attempt_at = null, finished_at = ${now},
             lease_until = null
       where id = ${delivery.id} and organization_id = ${delivery.organizationId} and lease_token = ${delivery.leaseToken}
         and (select count(*) from well) >= 0
      returning id)
    insert into delivery_attempts (delivery_id, attempt_number, started_at, duration_ms, status_code, failure)
    select id, ${attemptNumber}::int, ${outcome.startedAt}::timestamptz, ${outcome.durationMs}::int, ${outcome.statusCode}::int,
           ${outcome.failure}::text
      from ended
    returning delivery_id`.execute(db);
  if (rows.length === 0) throw new DeliveryLeaseLostError();
  return { verdict: 'succeeded', attemptNumber, isEndpointDisabled: false };
}

/** True when this attempt is the one that disables the endpoint. */
async function recordTrouble(
  trx: Trx,
  delivery: ClaimedDelivery,
  verdict: AttemptVerdict,
  now: Date,
): Promise<boolean> {
  const isThisEndpoint = sql`id = ${delivery.endpointId} and organization_id = ${delivery.organizationId}`;
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
  nextAt: Date | null;
  now: Date;
}

/** Fenced: a worker that slept through its lease changes nothing. */
async function finishAttempt(trx: Trx, delivery: ClaimedDelivery, end: AttemptEnd): Promise<void> {
  const { rows } = await sql`
    update webhook_deliveries
       set state = ${end.nextAt ? 'pending' : 'failed'}, attempt_count = ${end.attemptNumber},
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
