import { exampleOf } from '../lib/examples/example-of.ts';
import { EVENT_PAYLOADS } from './event-payloads.ts';
import type { EventType } from './events.ts';

/** What such an event may tell: made up out of the schema of the real one, and marked as a test. */
export function exampleOfEvent(type: EventType): Record<string, unknown> {
  const example = exampleOf(EVENT_PAYLOADS[type].schema, {}) as Record<string, unknown>;
  // The ordinary case: nobody was erased, and only an update says what changed.
  const told = Object.entries(example).filter(([name]) => name !== 'erased');
  const changes = 'changes' in example && !type.endsWith('.updated') && { changes: [] };
  return { ...Object.fromEntries(told), ...changes };
}
