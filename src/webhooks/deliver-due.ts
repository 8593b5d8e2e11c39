import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WebhookSettings } from '../config/config.ts';
import type { Vault } from '../crypto/vault.ts';
import { toError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { SECOND_MS } from '../lib/duration.ts';
import type { Logger } from '../lib/logger.ts';
import type { OutboundExchange } from '../lib/outbound-http.ts';
import { AttemptRecorder } from './attempt-recorder.ts';
import {
  claimDueDeliveries,
  releaseDeliveries,
  type ClaimedDelivery,
  type ClaimLimits,
} from './claim-deliveries.ts';
import { judgeAttempt } from './attempt-outcome.ts';
import { DeliveryRoom, type PostedDelivery } from './delivery-room.ts';
import { EndpointKeys } from './endpoint-keys.ts';
import type { BodiesDeps } from './event-to-tell.ts';
import { postDelivery } from './post-delivery.ts';
import type { MadeAttempt } from './record-attempts.ts';

/** While slow receivers hold every attempt under way, what becomes due by itself is found at least this often. */
const LOOK_AGAIN_MS = 200;
/** A claim that brought nothing is not made again at each attempt that ends, but when something is told to be due. */
const AFTER_NOTHING_MS = 10;
/** What posting and recording may take beyond the attempt's own limit before another worker takes over. */
const LEASE_MARGIN_SECONDS = 5;

export interface DeliverDueDeps extends BodiesDeps {
  vault: Vault;
  clock: Clock;
  log: Logger;
  outbound: OutboundExchange;
  config: {
    webhooks: Pick<
      WebhookSettings,
      'attemptTimeoutMs' | 'concurrency' | 'perEndpointConcurrency' | 'leaseSeconds'
    >;
  };
  /** Jitter of the retries, in [0, 1). */
  random?: () => number;
}

export interface DeliverDueOptions {
  /** Nothing more is begun after it. */
  signal?: AbortSignal;
  /** Is given what to call when something has become due meanwhile. */
  onWake?: (listener: () => void) => void;
  lookAgainMs?: number;
}

/**
 * Delivers what is due until nothing is. Claims in one transaction, posts outside of any, records in another, many at a
 * time; any number may run at once. After the signal nothing more is begun, and attempts under way come to their end. A
 * process that dies between post and record leaves leases that run out: the events are sent again with the same `webhook-id`.
 */
export async function deliverDue(
  deps: DeliverDueDeps,
  { signal, onWake, lookAgainMs = LOOK_AGAIN_MS }: DeliverDueOptions = {},
): Promise<{ attempted: number }> {
  const { leaseSeconds, ...limits } = toLimits(deps.config.webhooks);
  const room = new DeliveryRoom({ ...limits, signal }, createAttempts(deps));
  onWake?.(() => room.hearOfDue());
  try {
    for (;;) {
      // What ends while the claim is being made frees a place that the claim did not see: look once more.
      const wasIdle = room.size === 0;
      await releaseDeliveries(deps.db, room.takeBack());
      const wish = room.nextClaim();
      const claimed = wish.limit === 0 ? [] : await claim(deps, wish, leaseSeconds);
      room.add(claimed);
      if (wasIdle && claimed.length === 0) return { attempted: room.attempted };
      if (room.size > 0) await room.change(lookAgainMs);
      if (room.size > 0 && wish.limit > 0 && claimed.length === 0) await room.news(AFTER_NOTHING_MS);
      // What was written down together is counted together.
      await nextTurn();
    }
  } finally {
    await room.close();
  }
}

function toLimits(settings: DeliverDueDeps['config']['webhooks']) {
  const { attemptTimeoutMs, concurrency, perEndpointConcurrency: perEndpoint } = settings;
  const neededSeconds = attemptTimeoutMs / SECOND_MS + LEASE_MARGIN_SECONDS;
  const leaseSeconds = Math.max(settings.leaseSeconds, neededSeconds);
  return { concurrency, perEndpoint, leaseSeconds, staleAfterMs: (leaseSeconds - neededSeconds) * SECOND_MS };
}

function claim(
  deps: DeliverDueDeps,
  { limit, shares }: Pick<ClaimLimits, 'limit' | 'shares'>,
  leaseSeconds: number,
): Promise<ClaimedDelivery[]> {
  const { perEndpointConcurrency: perEndpoint } = deps.config.webhooks;
  return claimDueDeliveries(deps, { now: deps.clock.now(), limit, perEndpoint, shares, leaseSeconds });
}

/** Neither part rejects: one delivery's trouble is not the others'. Its lease runs out, and it is tried again. */
function createAttempts(deps: DeliverDueDeps): (delivery: ClaimedDelivery) => Promise<PostedDelivery> {
  const keys = new EndpointKeys(deps);
  const recorder = new AttemptRecorder(deps);
  return async (delivery) => {
    try {
      const outcome = await postDelivery(deps, delivery, await keys.of(delivery.endpoint));
      const isWell = judgeAttempt(outcome) === 'succeeded';
      return { isWell, record: () => record(deps, recorder, { delivery, outcome }) };
    } catch (thrown) {
      logNotRecorded(deps, delivery, thrown);
      return { isWell: false, record: () => Promise.resolve() };
    }
  };
}

async function record(deps: DeliverDueDeps, recorder: AttemptRecorder, made: MadeAttempt): Promise<void> {
  try {
    const { isRecorded, attemptNumber, verdict } = await recorder.record(made);
    const ids = idsOf(made.delivery);
    if (!isRecorded) return deps.log.info(ids, 'webhook_delivery_taken_over');
    const { statusCode, failure } = made.outcome;
    deps.log.debug(
      { ...ids, status_code: statusCode, failure, attempt: attemptNumber, verdict },
      'webhook_attempted',
    );
  } catch (thrown) {
    logNotRecorded(deps, made.delivery, thrown);
  }
}

function logNotRecorded(deps: DeliverDueDeps, delivery: ClaimedDelivery, thrown: unknown): void {
  deps.log.error({ ...idsOf(delivery), error: toError(thrown) }, 'webhook_attempt_not_recorded');
}

const idsOf = ({ id, eventId, endpoint }: ClaimedDelivery) => ({
  organization_id: endpoint.organizationId,
  endpoint_id: endpoint.id,
  delivery_id: id,
  event_id: eventId,
});
