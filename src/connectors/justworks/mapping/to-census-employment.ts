import type { EmploymentItem, PersonSignals } from '../../../hris/snapshot.ts';
import type { CensusRow } from '../web/reports/census.ts';
import { toEmploymentItem } from './to-employment.ts';
import type { WordTally } from './word-tally.ts';

/**
 * The employment of somebody whom the work history does not have: title and type as the census has them, since the day
 * the person started; of the pay nothing is known. Null where the census says neither.
 */
export function toCensusEmploymentItem(
  row: CensusRow,
  person: PersonSignals,
  mapping: { tally: WordTally; path: string },
): EmploymentItem | null {
  if (!tellsEmployment(row)) return null;
  const { workId, firstName, lastName, workEmail, personalEmail, jobTitle, memberType, remote } = row;
  const employment = toEmploymentItem(
    {
      ...{ workId, firstName, lastName, workEmail, personalEmail, jobTitle, memberType, remote },
      ...{ effectiveDate: row.startDate, payType: null, payRate: null, payCurrency: null },
      ...{ payFrequency: null, flsaStatus: null },
    },
    mapping.tally,
    mapping.path,
  );
  return { ...employment, person };
}

/** The census says something of the person's work. */
export function tellsEmployment({
  jobTitle,
  memberType,
}: Pick<CensusRow, 'jobTitle' | 'memberType'>): boolean {
  return jobTitle !== null || memberType !== null;
}
