import { expect, it } from 'vitest';
import { ownEvents } from './own-events.ts';
import { toTasks } from './tasks.ts';
import { ORIGIN_ID, told } from './test-support/told.ts';
import type { ReceivedWebhook } from './webhook-inbox.ts';

const lines = (received: ReceivedWebhook[]) =>
  toTasks(ownEvents(received, ORIGIN_ID)).map(({ kind, name, day, state }) =>
    [kind, name, day, state].join(' '),
  );
const scheduled = (type: string, name: string, day: string | null) =>
  told(`employee.${type}`, { id: name, display_full_name: name }, { effective_date: day });

it('makes one task of a kind for a person, as the youngest event says, whatever the order of arrival', () => {
  const events = [
    scheduled('onboarding_scheduled', 'Ada', '2026-12-01'),
    scheduled('onboarding_scheduled', 'Ada', '2026-12-03'),
    scheduled('offboarding_scheduled', 'Bea', '2026-11-30'),
    scheduled('offboarding_canceled', 'Bea', '2026-11-30'),
    scheduled('offboarding_scheduled', 'Cleo', '2026-11-29'),
    scheduled('terminated', 'Cleo', '2026-11-29'),
    scheduled('updated', 'Dora', null),
  ];
  const expected = [
    'Offboarding Cleo 2026-11-29 due',
    'Offboarding Bea 2026-11-30 canceled',
    'Onboarding Ada 2026-12-03 to come',
  ];
  expect(lines(events)).toEqual(expected);
  expect(lines(events.toReversed())).toEqual(expected);
});

it('believes no event whose signature does not hold, none that came before, and none of another customer', () => {
  const event = scheduled('terminated', 'Ada', '2026-11-29');
  expect(lines([event])).toHaveLength(1);
  expect(lines([{ ...event, is_verified: false, is_first: false, data: null }])).toEqual([]);
  expect(lines([{ ...event, is_first: false }])).toEqual([]);
  const data = { ...(event.data as object), linked_account: { end_user_origin_id: 'somebody-else' } };
  expect(lines([{ ...event, data }])).toEqual([]);
});
