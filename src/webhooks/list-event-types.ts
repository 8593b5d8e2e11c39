import { exampleOfEvent } from './event-example.ts';
import { EVENT_PAYLOADS } from './event-payloads.ts';
import { EVENT_TYPES, type EventType } from './events.ts';
import { findMergeEvent } from './merge-events.ts';

export interface EventTypeView {
  type: EventType;
  /** When it is sent. */
  description: string;
  /** What it is called in the format `merge`; null: it is not sent in that format. */
  merge_event: string | null;
  /** `data` as the test of this type sends it. */
  example: Record<string, unknown>;
}

let catalogue: EventTypeView[] | undefined;

/** Every type that an endpoint may be sent. It is the same for everybody, and made once. */
export function listEventTypes(): EventTypeView[] {
  catalogue ??= EVENT_TYPES.map((type) => ({
    type,
    description: EVENT_PAYLOADS[type].description,
    merge_event: findMergeEvent(type) ?? null,
    example: exampleOfEvent(type),
  }));
  return catalogue;
}
