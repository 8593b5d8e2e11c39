import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { CensusRow } from '../web/reports/census.ts';
import { toStatusWord, type MappedWord } from './enums.ts';

export interface EmploymentStatus {
  word: MappedWord;
  /** True when the calendar decided: the same row may mean something else tomorrow. */
  isDerived: boolean;
}

/**
 * The source's own status word decides; an unknown one stays unknown. Without a word the dates tell, where they can:
 * nobody is called active whose start or end the report does not know.
 */
export function toEmploymentStatus(row: CensusRow, today: CalendarDate): EmploymentStatus {
  if (row.status !== null) {
    const word = toStatusWord(row.status);
    return { word: word.isKnown ? word : { ...word, value: null }, isDerived: false };
  }
  return { word: { value: statusByDates(row, today), origin: null, isKnown: true }, isDerived: true };
}

function statusByDates(row: CensusRow, today: CalendarDate): string | null {
  if (row.terminationDate !== null && row.terminationDate < today) return 'INACTIVE';
  if (row.startDate !== null && row.startDate > today) return 'PENDING';
  if (row.startDate === null || !row.hasTerminationColumn) return null;
  return 'ACTIVE';
}
