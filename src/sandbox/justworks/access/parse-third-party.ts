import { invalidInput } from '../../../lib/app-error.ts';
import { parseCalendarDate, type CalendarDate } from '../../../lib/calendar-date.ts';
import type { Company } from '../company/company.ts';
import { departmentChoices, officeChoices } from '../company/member-fields.ts';
import {
  NO_DEPARTMENT,
  REMOTE_OFFICE,
  THIRD_PARTY_TYPES,
  type ThirdPartyType,
} from '../company/vocabulary.ts';
import type { ThirdParty } from './third-party.ts';

/** The fields of "Add third-party", by the names of the form. */
export interface ThirdPartyInput {
  memberType?: string | undefined;
  adminAccess?: 'Yes' | 'No' | boolean | undefined;
  firstName: string;
  lastName: string;
  title?: string | null | undefined;
  /** Id of a member. */
  manager?: string | null | undefined;
  department?: string | undefined;
  office?: string | undefined;
  startDate?: string | undefined;
  workEmail: string;
  sendInvitationTo?: 'Work Email' | undefined;
  sendInvitation?: 'Now' | 'Later' | undefined;
}

type Filled = Omit<
  ThirdParty,
  'id' | 'invitation' | 'permissions' | 'signIn' | 'personalEmail' | 'terminationDate' | 'otherCompanies'
>;

const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

/** @throws AppError `invalid_field` with what to correct. */
export function parseThirdParty(input: ThirdPartyInput, company: Company, today: CalendarDate): Filled {
  return {
    memberType: oneOf(
      input.memberType,
      THIRD_PARTY_TYPES,
      THIRD_PARTY_TYPES[0],
      'Member Type',
    ) as ThirdPartyType,
    hasAdminAccess: (input.adminAccess ?? 'Yes') === 'Yes' || input.adminAccess === true,
    firstName: filled(input.firstName, 'First Name'),
    lastName: filled(input.lastName, 'Last Name'),
    title: input.title?.trim() || null,
    manager: input.manager?.trim() || null,
    department: oneOf(input.department, departmentChoices(company), NO_DEPARTMENT, 'Department'),
    office: oneOf(input.office, officeChoices(company), REMOTE_OFFICE, 'Office'),
    startDate: startDateOf(input.startDate, today),
    workEmail: emailOf(input.workEmail),
  };
}

function oneOf(
  given: string | undefined,
  choices: readonly string[],
  otherwise: string,
  label: string,
): string {
  if (!given) return otherwise;
  if (!choices.includes(given))
    throw invalidInput('invalid_field', `${label} must be one of: ${choices.join('; ')}.`);
  return given;
}

function filled(given: string | undefined, label: string): string {
  const text = given?.trim();
  if (!text) throw invalidInput('invalid_field', `${label} must be filled in.`);
  return text;
}

function startDateOf(given: string | undefined, today: CalendarDate): CalendarDate {
  if (!given) return today;
  const date = parseCalendarDate(given);
  if (!date) throw invalidInput('invalid_field', 'Start date must be MM/DD/YYYY or YYYY-MM-DD.');
  return date;
}

function emailOf(given: string | undefined): string {
  const email = filled(given, 'Work Email');
  if (!EMAIL.test(email)) throw invalidInput('invalid_field', 'Work Email must be an e-mail address.');
  return email;
}
