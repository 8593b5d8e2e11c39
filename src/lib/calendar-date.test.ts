import { expect, it } from 'vitest';
import { addDays, calendarDateAt, parseCalendarDate, toMidnightUtc } from './calendar-date.ts';

it('reads both spellings, and no day that does not exist', () => {
  expect(parseCalendarDate('02/29/2024')).toBe('2024-02-29');
  expect(parseCalendarDate(' 2024-02-29 ')).toBe('2024-02-29');
  for (const text of ['02/29/2023', '2023-02-30', '13/01/2024', '2024-1-2', '24-01-02', '', 'soon']) {
    expect(parseCalendarDate(text)).toBeUndefined();
  }
});

it('knows which day it is in a time zone, also on the night the clocks change', () => {
  expect(calendarDateAt(new Date('2026-11-22T04:59:59Z'), 'America/New_York')).toBe('2026-11-21');
  expect(calendarDateAt(new Date('2026-11-22T05:00:00Z'), 'America/New_York')).toBe('2026-11-22');
  expect(calendarDateAt(new Date('2026-03-08T04:59:59Z'), 'America/New_York')).toBe('2026-03-07');
  expect(calendarDateAt(new Date('2026-03-09T03:59:59Z'), 'America/New_York')).toBe('2026-03-08');
});

it('counts days over the ends of months and years', () => {
  expect(addDays('2024-12-31', 1)).toBe('2025-01-01');
  expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  expect(toMidnightUtc('2024-03-01')).toBe('2024-03-01T00:00:00Z');
});
