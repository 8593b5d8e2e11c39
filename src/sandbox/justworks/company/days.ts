import { Temporal } from 'temporal-polyfill';
import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';

/**
 * Calendar dates by their distance from one day. Each is written once and then shared: a company of 100,000 people has
 * half a million dates, and not 30,000 different ones.
 */
export class Days {
  readonly today: CalendarDate;
  private readonly written = new Map<number, CalendarDate>();

  constructor(today: CalendarDate) {
    this.today = today;
  }

  /** Before today with a negative number of days. */
  at(offset: number): CalendarDate {
    const known = this.written.get(offset);
    if (known !== undefined) return known;
    const date = addDays(this.today, offset);
    this.written.set(offset, date);
    return date;
  }

  /** How many days `date` lies after today. */
  offsetOf(date: CalendarDate): number {
    return Temporal.PlainDate.from(date).since(this.today, { largestUnit: 'day' }).days;
  }
}
