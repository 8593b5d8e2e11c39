import type { ReceivedWebhook } from '../webhook-inbox.ts';

/** The customer that `told` events are about. */
export const ORIGIN_ID = 'employer-1';

let count = 0;

/** A webhook about a record, verified and new; each one is younger than the one before. */
export function told(
  type: string,
  record: Record<string, unknown> & { id: string },
  some: Record<string, unknown> = {},
): ReceivedWebhook {
  count += 1;
  return {
    received_at: '2026-11-22T12:00:00.000Z',
    // An id says nothing about the order.
    id: `id-${String(9_999 - count)}`,
    type,
    is_verified: true,
    is_first: true,
    data: {
      record: { first_name: null, display_full_name: null, ...record },
      sequence: count,
      time_zone: 'America/New_York',
      linked_account: { end_user_origin_id: ORIGIN_ID },
      ...some,
    },
  };
}
