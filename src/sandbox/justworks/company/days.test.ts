import { expect, it } from 'vitest';
import { Days } from './days.ts';

it('counts from its day over leap days and back', () => {
  const days = new Days('2024-03-01');
  expect([days.at(0), days.at(-1), days.at(-1), days.at(365)]).toEqual([
    '2024-03-01',
    '2024-02-29',
    '2024-02-29',
    '2025-03-01',
  ]);
  for (const offset of [-800, -1, 0, 59, 4_000]) expect(days.offsetOf(days.at(offset))).toBe(offset);
});
