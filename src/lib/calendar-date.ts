import { Temporal } from 'temporal-polyfill';

/** `YYYY-MM-DD`. A calendar date never passes through a JS `Date`, which would shift it by a time zone. */
export type CalendarDate = string;

const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads `MM/DD/YYYY` (as Justworks' census writes dates) or `YYYY-MM-DD`.
 * Returns undefined for anything else, also for a day that does not exist.
 */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  const us = US_DATE.exec(text.trim());
  if (us) return toIso(Number(us[3]), Number(us[1]), Number(us[2]));
  if (!ISO_DATE.test(text.trim())) return undefined;
  const [year, month, day] = text.trim().split('-').map(Number);
  return toIso(year!, month!, day!);
}

function toIso(year: number, month: number, day: number): CalendarDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

/** The day it is at `instant` in `timeZone` (IANA name). */
export function calendarDateAt(instant: Date, timeZone: string): CalendarDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The contract's spelling of a pure date: midnight UTC. */
export function toMidnightUtc(date: CalendarDate): string {
  return `${date}T00:00:00Z`;
}
