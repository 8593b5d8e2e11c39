import { ALL_EVENTS, familyOf, matchesEventFilter } from './event-filter.ts';
import { findMergeEvent } from './merge-events.ts';
import type { ReceiverRow } from './receivers-store.ts';

/** What an endpoint takes at all. */
export interface Subscription {
  id: string;
  event_filter: readonly string[];
  format: 'standard' | 'merge';
  /** Null: every account. */
  linked_account_ids: readonly string[] | null;
}

/**
 * Whether an event goes to an endpoint. Of other accounts than its own, and what its format has no word for, it never gets.
 * Then what was said for the account counts before the endpoint's filter, for this endpoint before for all, and for the event
 * before for its family before for all events.
 */
export function isReceived(
  event: { type: string; linkedAccountId: string | null },
  endpoint: Subscription,
  receivers: readonly ReceiverRow[],
): boolean {
  if (!takesAccount(endpoint, event.linkedAccountId)) return false;
  if (endpoint.format === 'merge' && findMergeEvent(event.type) === undefined) return false;
  const own = receivers.filter((one) => one.linked_account_id === event.linkedAccountId);
  for (const endpointId of [endpoint.id, null]) {
    for (const entry of [event.type, familyOf(event.type), ALL_EVENTS]) {
      const said = own.find((one) => one.endpoint_id === endpointId && one.event === entry);
      if (said) return said.is_active;
    }
  }
  return matchesEventFilter(endpoint.event_filter, event.type);
}

/** An endpoint of some accounts gets nothing that is about none. */
export function takesAccount(
  endpoint: Pick<Subscription, 'linked_account_ids'>,
  linkedAccountId: string | null,
): boolean {
  const { linked_account_ids: accounts } = endpoint;
  return accounts === null || (linkedAccountId !== null && accounts.includes(linkedAccountId));
}
