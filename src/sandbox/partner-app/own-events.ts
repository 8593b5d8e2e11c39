import type { ReceivedWebhook } from './webhook-inbox.ts';

/** What an event about a record says; `sequence` grows with every change of that record. */
export interface RecordEvent {
  record: { id: string } & Record<string, unknown>;
  sequence: number;
}

/**
 * The webhooks that the product acts on: the signature holds, the id came for the first time, and they are about its one
 * customer `originId`. In the order of the changes, whatever the order of arrival.
 */
export function ownEvents(
  received: readonly ReceivedWebhook[],
  originId: string,
): readonly ReceivedWebhook[] {
  return received
    .filter((webhook) => webhook.is_verified && webhook.is_first && originOf(webhook) === originId)
    .toSorted((a, b) => sequenceOf(a) - sequenceOf(b) || (a.id < b.id ? -1 : 1));
}

function originOf({ data }: ReceivedWebhook): unknown {
  return (data as { linked_account?: { end_user_origin_id?: unknown } }).linked_account?.end_user_origin_id;
}

/** What is about no record has no place in an order. */
function sequenceOf({ data }: ReceivedWebhook): number {
  return (data as Partial<RecordEvent>).sequence ?? 0;
}
