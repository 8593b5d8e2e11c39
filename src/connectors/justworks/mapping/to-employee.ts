import { toMidnightUtc, type CalendarDate } from '../../../lib/calendar-date.ts';
import type { EmployeeFields } from '../../../hris/model/employee.ts';
import { toCountryCode } from '../../../hris/normalize/country.ts';
import { toEmail } from '../../../hris/normalize/email.ts';
import { stripParentheticalPrefix, toDisplayName } from '../../../hris/normalize/name.ts';
import { toPhoneNumber } from '../../../hris/normalize/phone.ts';
import type { EmployeeItem } from '../../../hris/snapshot.ts';
import type { CensusRow } from '../web/reports/census.ts';
import { toNameUnless } from '../web/reports/roster-words.ts';
import type { Site } from '../web/site-schema.ts';
import { toEmploymentStatus } from './employment-status.ts';
import { toEnumOrigins } from './enum-origins.ts';
import { toEthnicity, toGender, type MappedWord } from './enums.ts';
import { COMPANY_KEY, departmentKey, officeKey } from './source-keys.ts';
import { countryOrigin, toHomeLocation } from './to-location.ts';
import { toManagerSignal, toPersonSignals } from './to-person.ts';
import type { WordTally } from './word-tally.ts';

export interface EmployeeMapping {
  site: Pick<Site, 'words'>;
  tally: WordTally;
  /** Where the row was read, for `remote_data`. */
  path: string;
}

export function toEmployeeItem(row: CensusRow, mapping: EmployeeMapping): EmployeeItem {
  const words = {
    gender: toGender(row.gender),
    ethnicity: toEthnicity(row.ethnicity),
    employment_status: toEmploymentStatus(row),
  };
  mapping.tally.noteAll(words);
  const item: EmployeeItem = {
    model: 'employee',
    person: toPersonSignals(row),
    remoteId: null,
    fields: toFields(row, words),
    refs: toRefs(row, mapping),
    enumOrigins: toEnumOrigins(words),
    remoteData: [{ path: mapping.path, data: row.remote }],
  };
  noteUnreadable(row, item, mapping.tally);
  return item;
}

function toFields(row: CensusRow, words: Record<'gender' | 'ethnicity' | 'employment_status', MappedWord>) {
  const lastName = stripParentheticalPrefix(row.lastName);
  return {
    employee_number: row.workId,
    first_name: row.firstName,
    last_name: lastName,
    preferred_name: row.preferredName,
    display_full_name: toDisplayName(row.firstName, row.preferredName, lastName),
    username: null,
    work_email: toEmail(row.workEmail),
    personal_email: toEmail(row.personalEmail),
    mobile_phone_number: toPhoneNumber(row.mobilePhone, toCountryCode(row.address.country)),
    ssn: null,
    gender: words.gender.value,
    ethnicity: words.ethnicity.value,
    marital_status: null,
    date_of_birth: toDateTime(row.birthDate),
    hire_date: toDateTime(row.hireDate),
    start_date: toDateTime(row.startDate),
    remote_created_at: null,
    employment_status: words.employment_status.value,
    termination_date: toDateTime(row.terminationDate),
    avatar: null,
    custom_fields: null,
  } satisfies EmployeeFields;
}

function toRefs(row: CensusRow, { site }: EmployeeMapping): EmployeeItem['refs'] {
  const department = toNameUnless(row.department, site.words.noDepartment);
  const office = toNameUnless(row.office, site.words.noOffice);
  return {
    company: COMPANY_KEY,
    workLocation: office === null ? null : officeKey(office),
    groups: department === null ? [] : [departmentKey(department)],
    team: department === null ? null : departmentKey(department),
    manager: toManagerSignal(row.managerEmail, row.manager),
    homeLocation: toHomeLocation(row.address),
    homeLocationEnumOrigins: countryOrigin(row.address.country),
  };
}

function noteUnreadable(row: CensusRow, { fields, refs }: EmployeeItem, tally: WordTally): void {
  const pairs = [
    ['work_email', row.workEmail, fields.work_email],
    ['personal_email', row.personalEmail, fields.personal_email],
    ['mobile_phone_number', row.mobilePhone, fields.mobile_phone_number],
    ['country', row.address.country, refs.homeLocation?.country],
  ] as const;
  for (const [field, written, read] of pairs) {
    if (written !== null && read === null) tally.noteUnreadable(field, written);
  }
}

function toDateTime(date: CalendarDate | null): string | null {
  return date === null ? null : toMidnightUtc(date);
}
