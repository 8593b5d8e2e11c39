import { parseCalendarDate, type CalendarDate } from '../../../lib/calendar-date.ts';
import { toText } from '../../../hris/normalize/text.ts';
import type { EmployeeItem, EmploymentItem } from '../../../hris/snapshot.ts';
import { ConnectorError } from '../../errors.ts';
import type { ContractorEntry } from '../web/contractors.ts';
import type { CensusRow } from '../web/reports/census.ts';
import { toEmployeeItem, type EmployeeMapping } from './to-employee.ts';
import { toEmploymentItem } from './to-employment.ts';
import type { WordTally } from './word-tally.ts';

/** What the contractors' page does not show of a person. */
const UNSEEN_OF_PERSON = ['gender', 'ethnicity', 'date_of_birth', 'home_location'];
const UNSEEN_OF_WORK = ['pay_rate', 'pay_period', 'pay_frequency', 'pay_currency', 'flsa_status'];

/** A contractor in the census's own words, so that one mapping serves both. */
export function toContractorRow(entry: ContractorEntry): CensusRow {
  return {
    workId: toText(entry.work_id),
    firstName: toText(entry.first_name),
    preferredName: toText(entry.preferred_name),
    lastName: toText(entry.last_name),
    workEmail: toText(entry.work_email),
    personalEmail: toText(entry.personal_email),
    mobilePhone: toText(entry.cell_phone),
    birthDate: null,
    gender: null,
    ethnicity: null,
    address: { street1: null, street2: null, city: null, state: null, zipCode: null, country: null },
    department: toText(entry.department),
    office: toText(entry.office),
    manager: null,
    managerEmail: toText(entry.manager_email),
    hireDate: null,
    startDate: toDate(entry.start_date),
    terminationDate: toDate(entry.end_date),
    hasTerminationColumn: true,
    status: toText(entry.status),
    jobTitle: toText(entry.title),
    memberType: toText(entry.member_type),
    remote: toRemote(entry),
  };
}

export function toContractorEmployee(entry: ContractorEntry, mapping: EmployeeMapping): EmployeeItem {
  return { ...toEmployeeItem(toContractorRow(entry), mapping), keptFields: UNSEEN_OF_PERSON };
}

/** The one engagement that the page tells of; pay is not on it. */
export function toContractorEmployment(
  entry: ContractorEntry,
  tally: WordTally,
  path: string,
): EmploymentItem {
  const { workId, firstName, lastName, workEmail, personalEmail, startDate, memberType, remote } =
    toContractorRow(entry);
  const person = { workId, firstName, lastName, workEmail, personalEmail, memberType, remote };
  const unseen = { payType: null, payRate: null, payCurrency: null, payFrequency: null, flsaStatus: null };
  const row = { ...person, ...unseen, effectiveDate: startDate, jobTitle: toText(entry.title) };
  return { ...toEmploymentItem(row, tally, path), keptFields: UNSEEN_OF_WORK };
}

function toDate(written: string | null | undefined): CalendarDate | null {
  const text = toText(written);
  const date = text === null ? null : parseCalendarDate(text);
  if (date !== undefined) return date;
  throw new ConnectorError('unexpected_page', 'A contractor has a date that is none.', {
    subject: 'contractors',
  });
}

function toRemote(entry: ContractorEntry): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entry).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
