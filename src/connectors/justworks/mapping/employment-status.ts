import type { CensusRow } from '../web/reports/census.ts';
import { toStatusWord, type MappedWord } from './enums.ts';

/**
 * The source's own status word, whatever day it is; an unknown one stays unknown. Without a word somebody is taken to be at
 * work between the dates, where the report knows them: nobody is called active whose start or end it does not know.
 */
export function toEmploymentStatus(row: CensusRow): MappedWord {
  if (row.status !== null) {
    const word = toStatusWord(row.status);
    return word.isKnown ? word : { ...word, value: null };
  }
  const value = row.startDate !== null && row.hasTerminationColumn ? 'ACTIVE' : null;
  return { value, origin: null, isKnown: true };
}
