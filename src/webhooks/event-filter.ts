import { invalidInput } from '../lib/app-error.ts';
import { EVENT_TYPES } from './events.ts';
import { toNativeEvent } from './merge-events.ts';

/** Event types, `*` for all, or a prefix with `.*` (`employee.*`). */
export type EventFilter = string[];

export const ALL_EVENTS = '*';

/** Every entry that a filter may hold. */
const ENTRIES: ReadonlySet<string> = new Set([ALL_EVENTS, ...EVENT_TYPES, ...EVENT_TYPES.map(familyOf)]);

export function matchesEventFilter(filter: readonly string[], type: string): boolean {
  return filter.includes(ALL_EVENTS) || filter.includes(type) || filter.includes(familyOf(type));
}

export function isEventFilterEntry(entry: string): boolean {
  return ENTRIES.has(entry);
}

/**
 * A filter without repetitions, in our words (`Employee.added` becomes `employee.created`). An entry that could never match is refused: it would be a silent gap.
 * @throws AppError invalid_input
 */
export function parseEventFilter(entries: readonly string[]): EventFilter {
  if (entries.length === 0) {
    throw invalidInput('event_filter_empty', 'Name at least one event type, or *.', '/event_filter');
  }
  const native = entries.map(toNativeEvent);
  const unknown = native.findIndex((entry) => !ENTRIES.has(entry));
  if (unknown >= 0) {
    throw invalidInput('event_type_unknown', 'There is no such event type.', `/event_filter/${unknown}`);
  }
  return [...new Set(native)];
}

export function familyOf(type: string): string {
  return `${type.slice(0, type.indexOf('.'))}.*`;
}
