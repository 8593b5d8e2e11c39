import { setTimeout as delay } from 'node:timers/promises';
import type { WebhookSettings } from '../config/config.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { toError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { SECOND_MS } from '../lib/duration.ts';
import type { Logger } from '../lib/logger.ts';
import type { OutboundHttp } from '../lib/outbound-http.ts';
import { claimDueDeliveries, type ClaimedDelivery } from './claim-deliveries.ts';
import { EndpointSecrets } from './endpoint-secret.ts';
import { postDelivery } from './post-delivery.ts';
import { DeliveryLeaseLostError, recordAttempt, type RecordedAttempt } from './record-attempt.ts';

/** While slow receivers hold every attempt under way, what becomes due for others is found at least this often. */
const LOOK_AGAIN_MS = 1000;
/** What posting and recording may take beyond the attempt's own limit before another worker takes over. */
const LEASE_MARGIN_SECONDS = 5;

export interface DeliverDueDeps {
  db: Db;
  vault: Vault;
  clock: Clock;
  log: Logger;
  outbound: OutboundHttp;
  config: {
    webhooks: Pick<
      WebhookSettings,
      'attemptTimeoutMs' | 'concurrency' | 'perEndpointConcurrency' | 'leaseSeconds'
    >;
  };
  /** Jitter of the retries, in [0, 1). */
  random?: () => number;
}

/**
 * Delivers what is due until nothing is. Claims in one transaction, posts outside of any, records in another; any number
 * may run at once. After the signal nothing more is claimed, and attempts under way come to their end. A process that
 * dies between post and record leaves a lease that runs out: the event is sent again with the same `webhook-id`.
 */
export async function deliverDue(
  deps: DeliverDueDeps,
  options: { signal?: AbortSignal } = {},
): Promise<{ attempted: number }> {
  const underWay = new Set<Promise<void>>();
  const secrets = new EndpointSecrets(deps);
  let attempted = 0;
  try {
    for (;;) {
      // What ends while the claim is being made frees a place that the claim did not see: look once more.
      const wasIdle = underWay.size === 0;
      const claimed = options.signal?.aborted ? [] : await claim(deps, underWay.size);
      for (const delivery of claimed) track(underWay, attempt(deps, secrets, delivery));
      attempted += claimed.length;
      if (wasIdle && claimed.length === 0) return { attempted };
      if (underWay.size > 0) await nextChange(underWay);
    }
  } finally {
    await Promise.all(underWay);
  }
}

function claim(deps: DeliverDueDeps, underWay: number): Promise<ClaimedDelivery[]> {
  const settings = deps.config.webhooks;
  const free = settings.concurrency - underWay;
  if (free <= 0) return Promise.resolve([]);
  return claimDueDeliveries(deps.db, {
    now: deps.clock.now(),
    limit: free,
    perEndpoint: settings.perEndpointConcurrency,
    leaseSeconds: Math.max(
      settings.leaseSeconds,
      settings.attemptTimeoutMs / SECOND_MS + LEASE_MARGIN_SECONDS,
    ),
  });
}

function track(underWay: Set<Promise<void>>, work: Promise<void>): void {
  const tracked = work.finally(() => underWay.delete(tracked));
  underWay.add(tracked);
}

async function nextChange(underWay: Set<Promise<void>>): Promise<void> {
  const abort = new AbortController();
  const timer = delay(LOOK_AGAIN_MS, undefined, { signal: abort.signal }).catch(() => undefined);
  await Promise.race([...underWay, timer]);
  abort.abort();
}

/** Never rejects: one delivery's trouble is not the others'. Its lease runs out, and it is tried again. */
async function attempt(
  deps: DeliverDueDeps,
  secrets: EndpointSecrets,
  delivery: ClaimedDelivery,
): Promise<void> {
  const ids = {
    organization_id: delivery.organizationId,
    endpoint_id: delivery.endpointId,
    delivery_id: delivery.id,
    event_id: delivery.eventId,
  };
  try {
    const outcome = await postDelivery(deps, delivery, await secrets.of(delivery));
    const recorded = await recordAttempt(deps, delivery, outcome);
    logAttempt(deps.log, { ...ids, status_code: outcome.statusCode, failure: outcome.failure }, recorded);
  } catch (thrown) {
    if (thrown instanceof DeliveryLeaseLostError) deps.log.info(ids, 'webhook_delivery_taken_over');
    else deps.log.error({ ...ids, error: toError(thrown) }, 'webhook_attempt_not_recorded');
  }
}

function logAttempt(log: Logger, fields: object, recorded: RecordedAttempt): void {
  log.debug({ ...fields, attempt: recorded.attemptNumber, verdict: recorded.verdict }, 'webhook_attempted');
  if (recorded.isEndpointDisabled) log.warn(fields, 'webhook_endpoint_disabled');
}
