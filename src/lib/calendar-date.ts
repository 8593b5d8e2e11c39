import { Temporal } from 'temporal-polyfill';

/** `YYYY-MM-DD`. A calendar date never passes through a JS `Date`, which would shift it by a time zone. */
export type CalendarDate = string;

const US_DATE = /^(\d{2})\/(\d{2})\/(\d{4})$/;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Reads `MM/DD/YYYY` (as Justworks' census writes dates) or `YYYY-MM-DD`.
 * Returns undefined for anything else, also for a day that does not exist and for `1/2/2024`, which may be any month.
 */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  const written = text.trim();
  const us = US_DATE.exec(written);
  if (us) return toIso(us[3]!, us[1]!, us[2]!);
  const iso = ISO_DATE.exec(written);
  return iso ? toIso(iso[1]!, iso[2]!, iso[3]!) : undefined;
}

/** Undefined for a day that the calendar does not have, and for a year of two digits filled up with zeros. */
function toIso(year: string, month: string, day: string): CalendarDate | undefined {
  const isDay = Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
  return isDay && !year.startsWith('0') ? `${year}-${month}-${day}` : undefined;
}

/** 0 for a month that does not exist. */
function daysIn(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  if ([4, 6, 9, 11].includes(month)) return 30;
  return month >= 1 && month <= 12 ? 31 : 0;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The day it is at `instant` in `timeZone` (IANA name). */
export function calendarDateAt(instant: Date, timeZone: string): CalendarDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** When the day at `instant` in `timeZone` is over; also where a clock change leaves the next day without a midnight. */
export function nextMidnightAfter(instant: Date, timeZone: string): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  const tomorrow = today.toPlainDate().add({ days: 1 }).toZonedDateTime(timeZone);
  return new Date(tomorrow.epochMilliseconds);
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The contract's spelling of a pure date: midnight UTC. */
export function toMidnightUtc(date: CalendarDate): string {
  return `${date}T00:00:00Z`;
}
