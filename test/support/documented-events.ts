import { Value } from 'typebox/value';
import { expect } from 'vitest';
import { EVENT_PAYLOADS } from '../../src/webhooks/event-payloads.ts';
import type { EventType } from '../../src/webhooks/events.ts';

/** Every one of these tells what the catalogue says of its type, all of it and no more. */
export function expectDocumentedEvents(events: readonly { type: string; data: unknown }[]): void {
  const findings = events.flatMap(({ type, data }) =>
    Value.Errors(EVENT_PAYLOADS[type as EventType].schema, data).map(
      ({ instancePath, message }) => `${type}${instancePath} ${message}`,
    ),
  );
  expect(findings).toEqual([]);
}
