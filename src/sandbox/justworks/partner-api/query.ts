import { parseCalendarDate, type CalendarDate } from '../../../lib/calendar-date.ts';
import { invalidRequest } from './api-error.ts';
import type { Query } from './paging.ts';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** @throws ApiError `invalid_request` when it is missing or no `YYYY-MM-DD` */
export function requiredDate(query: Query, name: string): CalendarDate {
  const date = optionalDate(query, name);
  if (date === undefined) throw invalidRequest(`${name} is missing.`);
  return date;
}

export function optionalDate(query: Query, name: string): CalendarDate | undefined {
  const given = query[name];
  if (given === undefined) return undefined;
  const date = typeof given === 'string' && ISO_DATE.test(given) ? parseCalendarDate(given) : undefined;
  if (!date) throw invalidRequest(`${name} is not a date, YYYY-MM-DD.`);
  return date;
}

/** Undefined when it is absent. */
export function choice<T extends string>(query: Query, name: string, choices: readonly T[]): T | undefined {
  const given = query[name];
  if (given === undefined) return undefined;
  if (!(choices as readonly unknown[]).includes(given)) {
    throw invalidRequest(`${name} is one of: ${choices.join(', ')}.`);
  }
  return given as T;
}

export function optionalText(query: Query, name: string): string | undefined {
  const given = query[name];
  if (given === undefined) return undefined;
  if (typeof given !== 'string') throw invalidRequest(`${name} is not a text.`);
  return given;
}
