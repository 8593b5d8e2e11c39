import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';

const DAY_MS = 86_400_000;
const EPOCH: CalendarDate = '1970-01-01';
/** The days of a century are few, the people who have them many: each is written once. */
const written = new Map<number, CalendarDate>();

/** Days since 1970-01-01: cheap arithmetic for what is computed for each person and day. */
export function toDayNumber(date: CalendarDate): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

export function fromDayNumber(day: number): CalendarDate {
  const known = written.get(day);
  if (known !== undefined) return known;
  const date = addDays(EPOCH, day);
  written.set(day, date);
  return date;
}

/** 0 is Monday, 6 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Mondays to Fridays from `first` to `last`, both included. */
export function countWeekdays(first: number, last: number): number {
  let count = 0;
  for (let day = first; day <= last; day += 1) if (weekdayOf(day) < 5) count += 1;
  return count;
}
