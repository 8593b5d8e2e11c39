import { expect, it } from 'vitest';
import { renderTasks, toTasks } from './tasks.ts';
import type { ReceivedWebhook } from './webhook-inbox.ts';

let count = 0;
const told = (
  type: string,
  name: string,
  day: string | null,
  some: Partial<ReceivedWebhook> = {},
): ReceivedWebhook => ({
  received_at: '2026-11-22T12:00:00.000Z',
  id: `id-${String((count += 1)).padStart(4, '0')}`,
  type: `employee.${type}`,
  is_verified: true,
  is_first: true,
  data: {
    record: { id: name, display_full_name: name, first_name: null },
    effective_date: day,
    time_zone: 'America/New_York',
    sequence: count,
  },
  ...some,
});
const lines = (received: ReceivedWebhook[]) =>
  toTasks(received).map(({ kind, name, day, state }) => [kind, name, day, state].join(' '));

it('makes one task of a kind for a person, as the youngest event says, whatever the order of arrival', () => {
  const events = [
    told('onboarding_scheduled', 'Ada', '2026-12-01'),
    told('onboarding_scheduled', 'Ada', '2026-12-03'),
    told('offboarding_scheduled', 'Bea', '2026-11-30'),
    told('offboarding_canceled', 'Bea', '2026-11-30'),
    told('offboarding_scheduled', 'Cleo', '2026-11-29'),
    told('terminated', 'Cleo', '2026-11-29'),
    told('updated', 'Dora', null),
  ];
  const expected = [
    'Offboarding Cleo 2026-11-29 due',
    'Offboarding Bea 2026-11-30 canceled',
    'Onboarding Ada 2026-12-03 to come',
  ];
  expect(lines(events)).toEqual(expected);
  expect(lines(events.toReversed())).toEqual(expected);
});

it('believes no event whose signature does not hold', () => {
  expect(lines([told('terminated', 'Ada', '2026-11-29', { is_verified: false, data: null })])).toEqual([]);
});

it('shows whatever a name holds as text', () => {
  const page = renderTasks(toTasks([told('started', '<b>Ada</b>', '2026-12-01')]));
  expect(page).toContain('&lt;b&gt;Ada&lt;/b&gt;');
  expect(page).toContain('America/New_York');
});
