import { ALL_EVENTS, familyOf, matchesEventFilter } from './event-filter.ts';
import type { ReceiverRow } from './receivers-store.ts';

/**
 * Whether an account's event goes to an endpoint: what was said for the account counts before the endpoint's filter, for this
 * endpoint before for all, and for the event before for its family before for all events.
 */
export function isReceived(
  event: { type: string; linkedAccountId: string | null },
  endpoint: { id: string; event_filter: readonly string[] },
  receivers: readonly ReceiverRow[],
): boolean {
  const own = receivers.filter((one) => one.linked_account_id === event.linkedAccountId);
  for (const endpointId of [endpoint.id, null]) {
    for (const entry of [event.type, familyOf(event.type), ALL_EVENTS]) {
      const said = own.find((one) => one.endpoint_id === endpointId && one.event === entry);
      if (said) return said.is_active;
    }
  }
  return matchesEventFilter(endpoint.event_filter, event.type);
}

const VERBS: Readonly<Record<string, string>> = { added: 'created', changed: 'updated', removed: 'deleted' };

/** `TimeOff.added` -> `time_off.created`: the field spells events by model; other words are left as they are. */
export function toNativeEvent(event: string): string {
  const [model = '', verb = ''] = event.split('.');
  const native = VERBS[verb];
  if (native === undefined) return event;
  const name = model.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
  return `${name}.${native}`;
}
