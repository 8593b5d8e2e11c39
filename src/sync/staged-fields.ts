import type { CalendarDate } from '../lib/calendar-date.ts';
import { effectiveStatus } from '../hris/employment-status.ts';

/** Fields whose loss for many people says that the source is broken, and which no column of the stage tells. */
export const MISSED_FIELDS = ['first_name', 'last_name'] as const;

/** An employee's days, and the status that the source's own comes to by them on the day. */
export function toStagedDates(fields: object, sourceStatus: string | null, today: CalendarDate) {
  const startDate = dayOf(fields, 'start_date');
  const terminationDate = dayOf(fields, 'termination_date');
  const status = effectiveStatus({ sourceStatus, startDate, terminationDate }, today);
  return { start_date: startDate, termination_date: terminationDate, employment_status: status };
}

/** An array as Postgres spells it; null for none, which is nearly always so. */
export function toMissingFields(fields: object): string | null {
  const missing = MISSED_FIELDS.filter((name) => (Reflect.get(fields, name) ?? null) === null);
  return missing.length === 0 ? null : `{${missing.join(',')}}`;
}

/** Our own date-times start with the calendar day. */
function dayOf(fields: object, name: string): CalendarDate | null {
  const value: unknown = Reflect.get(fields, name);
  return typeof value === 'string' ? value.slice(0, 10) : null;
}
