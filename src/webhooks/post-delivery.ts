import type { WebhookSettings } from '../config/config.ts';
import type { Clock } from '../lib/clock.ts';
import { OutboundHttpError, type OutboundAnswer, type OutboundExchange } from '../lib/outbound-http.ts';
import { MAX_ANSWER_BYTES, toAnswerText } from './answer-text.ts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import type { OpenKeys } from './endpoint-keys.ts';
import { toRequestHeaders } from './request-headers.ts';

const ANSWER_HEADERS = ['retry-after'];

export interface PostDeliveryDeps {
  clock: Clock;
  outbound: OutboundExchange;
  config: { webhooks: Pick<WebhookSettings, 'attemptTimeoutMs'> };
}

/**
 * One attempt, signed by the endpoint's secrets. The status decides; of the rest only the beginning is read. A failure of
 * the receiver or of the way to it is an outcome; only our own faults are thrown.
 */
export async function postDelivery(
  deps: PostDeliveryDeps,
  { endpoint, eventId, body }: ClaimedDelivery,
  keys: OpenKeys,
): Promise<AttemptOutcome> {
  const startedAt = deps.clock.now();
  const startedMs = performance.now();
  const timing = () => ({ startedAt, durationMs: Math.round(performance.now() - startedMs) });
  try {
    const answer = await deps.outbound.exchange({
      method: 'POST',
      url: endpoint.url,
      headers: toRequestHeaders({ format: endpoint.format, eventId, body }, keys, startedAt),
      body,
      timeoutMs: deps.config.webhooks.attemptTimeoutMs,
      maxAnswerBytes: MAX_ANSWER_BYTES,
      answerHeaders: ANSWER_HEADERS,
    });
    return { ...timing(), ...toSeen(answer) };
  } catch (error) {
    if (!(error instanceof OutboundHttpError)) throw error;
    return { ...timing(), statusCode: null, failure: error.failure, retryAfter: null, answer: null };
  }
}

function toSeen({ status, headers, bodyStart }: OutboundAnswer) {
  const header = headers['retry-after'];
  return {
    statusCode: status,
    failure: null,
    retryAfter: (Array.isArray(header) ? header[0] : header) ?? null,
    answer: toAnswerText(bodyStart),
  };
}
