import { toMidnightUtc, type CalendarDate } from '../../../lib/calendar-date.ts';

/** A day as records write it; null where there is none. */
export function toDateTime(date: CalendarDate | null): string | null {
  return date === null ? null : toMidnightUtc(date);
}
