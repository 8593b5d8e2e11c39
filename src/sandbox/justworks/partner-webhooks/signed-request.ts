import { createHmac } from 'node:crypto';
import type { PartnerEvent } from './partner-event.ts';

/** Body and headers of one attempt. What exactly is signed, and how, is invented: nothing public says it. */
export function signedRequest(
  event: PartnerEvent,
  secret: string,
  now: Date,
): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({
    id: event.id,
    event_type: event.type,
    event_created_at: event.createdAt,
    event_delivered_at: now.toISOString(),
    company_id: event.companyId,
    data: event.data,
  });
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-justworks-webhook-signature': signature,
      'x-justworks-webhook-signature-timestamp': timestamp,
    },
  };
}
