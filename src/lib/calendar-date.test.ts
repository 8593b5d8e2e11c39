import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  calendarDateAt,
  nextMidnightAfter,
  parseCalendarDate,
  toMidnightUtc,
} from './calendar-date.ts';

it('reads both spellings, and no day that does not exist', () => {
  expect(parseCalendarDate('02/29/2024')).toBe('2024-02-29');
  expect(parseCalendarDate(' 2024-02-29 ')).toBe('2024-02-29');
});

it.each(
  [
    [
      '02/29/2023',
      '02/30/2024',
      '02/29/1900',
      '04/31/2024',
      '00/10/2024',
      '10/00/2024',
      '13/01/2024',
      '12/32/2024',
    ],
    ['01/02/24', '1/2/2024', '01/2/2024', '01/02/0024', '01-02-2024', '01/02/2024 10:00', '01.02.2024', '1'],
    ['2023-02-30', '2024-1-2', '24-01-02', '0024-01-02', '2024-13-01', '', 'soon', '١١/٠١/٢٠٢٤'],
  ].flat(),
)('refuses %j', (text) => {
  expect(parseCalendarDate(text)).toBeUndefined();
});

it.each([
  ['02/29/2000', '2000-02-29'],
  ['03/08/2026', '2026-03-08'],
  ['11/01/2026', '2026-11-01'],
  ['12/31/2025', '2025-12-31'],
  ['01/01/2026', '2026-01-01'],
])('leaves %s the day it is, on the nights of the clocks and of the years as well', (text, date) => {
  expect(parseCalendarDate(text)).toBe(date);
  expect(toMidnightUtc(date)).toBe(`${date}T00:00:00Z`);
});

it('knows the days that the calendar library knows', () => {
  for (const year of [1900, 1999, 2000, 2023, 2024]) {
    for (let month = 0; month <= 13; month += 1) {
      for (let day = 0; day <= 32; day += 1) {
        const text = [month, day].map((part) => String(part).padStart(2, '0')).join('/');
        expect(parseCalendarDate(`${text}/${year}`) !== undefined, text).toBe(isDay(year, month, day));
      }
    }
  }
});

function isDay(year: number, month: number, day: number): boolean {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).day === day;
  } catch {
    return false;
  }
}

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

describe('the end of a day', () => {
  it.each([
    ['2026-03-08T06:00:00Z', 'America/New_York', '2026-03-09T04:00:00.000Z'],
    ['2026-11-01T04:30:00Z', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['2026-03-08T07:59:59Z', 'America/Los_Angeles', '2026-03-08T08:00:00.000Z'],
    // Chile's clocks go forward at midnight: the day begins at one.
    ['2026-09-05T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['2026-06-01T00:00:00Z', 'UTC', '2026-06-02T00:00:00.000Z'],
    ['2028-02-28T12:00:00Z', 'Pacific/Auckland', '2028-02-29T11:00:00.000Z'],
  ])('%s in %s ends at %s', (instant, timeZone, end) => {
    expect(nextMidnightAfter(new Date(instant), timeZone).toISOString()).toBe(end);
  });
});
