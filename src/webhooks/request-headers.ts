import { SECOND_MS } from '../lib/duration.ts';
import type { OpenKeys, SealedKeys } from './endpoint-keys.ts';
import { signMergeBody, signWebhook } from './signature.ts';

/** The endpoint's own headers first, ours over them: what was stored by an earlier release overrides nothing either. */
export function toRequestHeaders(
  delivery: Pick<SealedKeys, 'format'> & { eventId: string; body: Buffer },
  { secrets, headers }: OpenKeys,
  startedAt: Date,
): Record<string, string> {
  const { eventId, body, format } = delivery;
  const timestampSeconds = Math.floor(startedAt.getTime() / SECOND_MS);
  return {
    ...headers,
    // An answer is kept as it comes.
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    'webhook-id': eventId,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signWebhook({ id: eventId, timestampSeconds, body, secrets }),
    ...(format === 'merge' && { 'x-merge-webhook-signature': signMergeBody(body, secrets[0].text) }),
  };
}
