import { invalidInput } from '../../../lib/app-error.ts';
import { parseCalendarDate } from '../../../lib/calendar-date.ts';
import type { Company } from '../company/company.ts';
import { makeOtherCompany } from '../company/other-company.ts';
import type { ThirdParty } from './third-party.ts';

/** @param date the last whole day with access; null takes a termination back */
export function terminateThirdParty(thirdParty: ThirdParty, date: string | null): ThirdParty {
  const parsed = date === null ? null : parseCalendarDate(date);
  if (parsed === undefined) {
    throw invalidInput('invalid_field', 'date must be MM/DD/YYYY or YYYY-MM-DD.', '/date');
  }
  thirdParty.terminationDate = parsed;
  return thirdParty;
}

/** The log-in holds these companies besides; one that it has already is not added again. */
export function addCompanies(thirdParty: ThirdParty, home: Company, names: readonly string[]): ThirdParty {
  for (const name of names) {
    if (name.trim() === '') throw invalidInput('invalid_field', 'A company needs a name.', '/names');
    const other = makeOtherCompany(home, name.trim());
    if (!thirdParty.otherCompanies.some(({ id }) => id === other.id)) thirdParty.otherCompanies.push(other);
  }
  return thirdParty;
}
