import type { CalendarDate } from '../lib/calendar-date.ts';

/** What a source says about somebody's employment, in our spelling; null where it does not say. */
export interface SourceEmployment {
  /** The source's own word: ACTIVE, PENDING, INACTIVE, another one, or null for unknown. */
  sourceStatus: string | null;
  startDate: CalendarDate | null;
  /** The last day of work. */
  terminationDate: CalendarDate | null;
}

/**
 * The employment status on the day `today` of the account's time zone: the source's word, with the calendar laid over
 * it. The last day of work counts as a day of work, and the first one too.
 */
export function effectiveStatus(source: SourceEmployment, today: CalendarDate): string | null {
  const { sourceStatus, startDate } = source;
  const lastDay = lastDayOf(source);
  if (lastDay !== null && lastDay < today) return 'INACTIVE';
  if (sourceStatus === 'INACTIVE' && lastDay === null) return 'INACTIVE';
  if (startDate !== null && startDate > today) return 'PENDING';
  // The source has ended or not begun somebody whom its dates have at work today.
  if (sourceStatus === 'INACTIVE') return 'ACTIVE';
  if (sourceStatus === 'PENDING' && startDate !== null) return 'ACTIVE';
  return sourceStatus;
}

/** The end of the employment that `startDate` began: an end before the start is that of an earlier one. */
export function lastDayOf({
  startDate,
  terminationDate,
}: Pick<SourceEmployment, 'startDate' | 'terminationDate'>): CalendarDate | null {
  return terminationDate !== null && startDate !== null && terminationDate < startDate
    ? null
    : terminationDate;
}
