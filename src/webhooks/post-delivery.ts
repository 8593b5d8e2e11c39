import type { Readable } from 'node:stream';
import type { WebhookSettings } from '../config/config.ts';
import type { Clock } from '../lib/clock.ts';
import { SECOND_MS } from '../lib/duration.ts';
import { OutboundHttpError, type OutboundHttp, type OutboundResponse } from '../lib/outbound-http.ts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import { signWebhook } from './signature.ts';

const MAX_ANSWER_BYTES = 16 * 1024;

export interface PostDeliveryDeps {
  clock: Clock;
  outbound: OutboundHttp;
  config: { webhooks: Pick<WebhookSettings, 'attemptTimeoutMs'> };
}

/** One attempt, signed by the endpoint's secret. A failure of the receiver or of the way to it is an outcome; only our own faults are thrown. */
export async function postDelivery(
  deps: PostDeliveryDeps,
  delivery: ClaimedDelivery,
  secret: string,
): Promise<AttemptOutcome> {
  const startedAt = deps.clock.now();
  const startedMs = performance.now();
  const answer = await post(deps, delivery, secret, startedAt);
  return { startedAt, durationMs: Math.round(performance.now() - startedMs), ...answer };
}

type Answer = Pick<AttemptOutcome, 'statusCode' | 'failure' | 'retryAfter'>;

async function post(
  deps: PostDeliveryDeps,
  delivery: ClaimedDelivery,
  secret: string,
  startedAt: Date,
): Promise<Answer> {
  const body = toBody(delivery);
  try {
    const response = await deps.outbound.request({
      method: 'POST',
      url: delivery.url,
      headers: toHeaders(delivery.eventId, body, secret, startedAt),
      body,
      timeoutMs: deps.config.webhooks.attemptTimeoutMs,
    });
    await discard(response.body);
    return { statusCode: response.status, failure: null, retryAfter: retryAfterOf(response) };
  } catch (error) {
    if (!(error instanceof OutboundHttpError)) throw error;
    return { statusCode: null, failure: error.failure, retryAfter: null };
  }
}

/** The stored JSON is set in as it is: parsed and written again, a number or a key order could change. */
function toBody(delivery: ClaimedDelivery): string {
  const type = JSON.stringify(delivery.eventType);
  return `{"type":${type},"timestamp":${JSON.stringify(delivery.occurredAt)},"data":${delivery.dataText}}`;
}

function toHeaders(eventId: string, body: string, secret: string, startedAt: Date): Record<string, string> {
  const timestampSeconds = Math.floor(startedAt.getTime() / SECOND_MS);
  return {
    'content-type': 'application/json',
    'webhook-id': eventId,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signWebhook({ id: eventId, timestampSeconds, body, secrets: [secret] }),
  };
}

/** The status decides; the rest is read only so far that a polite receiver's connection can be used again. */
async function discard(body: Readable): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof OutboundHttpError)) throw error;
  } finally {
    body.destroy();
  }
}

function retryAfterOf(response: OutboundResponse): string | null {
  const header = response.headers['retry-after'];
  return (Array.isArray(header) ? header[0] : header) ?? null;
}
