import { Temporal } from 'temporal-polyfill';
import type { CalendarDate } from '../../../lib/calendar-date.ts';

/** The last Sunday before `today` on which clocks in the United States went forward: the second one of March. */
export function lastSpringForward(today: CalendarDate): CalendarDate {
  return latestBefore(today, (year) => nthSunday(year, 3, 2));
}

/** The last Sunday before `today` on which they went back: the first one of November. */
export function lastFallBack(today: CalendarDate): CalendarDate {
  return latestBefore(today, (year) => nthSunday(year, 11, 1));
}

/** The last February 29 before `today`. */
export function lastLeapDay(today: CalendarDate): CalendarDate {
  const year = Array.from({ length: 9 }, (_, back) => Number(today.slice(0, 4)) - back).find(
    (candidate) =>
      Temporal.PlainDate.from({ year: candidate, month: 1, day: 1 }).inLeapYear &&
      `${candidate}-02-29` < today,
  );
  return `${year}-02-29`;
}

function latestBefore(today: CalendarDate, dayOf: (year: number) => CalendarDate): CalendarDate {
  const year = Number(today.slice(0, 4));
  return dayOf(year) < today ? dayOf(year) : dayOf(year - 1);
}

function nthSunday(year: number, month: number, nth: number): CalendarDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.add({ days: ((7 - first.dayOfWeek) % 7) + 7 * (nth - 1) }).toString();
}
