import type { EmployeeFields } from '../../../hris/model/employee.ts';
import type { LocationFields } from '../../../hris/model/location.ts';
import { toCountryCode } from '../../../hris/normalize/country.ts';
import { toEmail } from '../../../hris/normalize/email.ts';
import { stripParentheticalPrefix, toDisplayName } from '../../../hris/normalize/name.ts';
import { toPhoneNumber } from '../../../hris/normalize/phone.ts';
import { toText } from '../../../hris/normalize/text.ts';
import type { EmployeeItem, PersonSignals } from '../../../hris/snapshot.ts';
import type { MemberDetails } from '../partner-api/member-details.ts';
import { toDateTime } from './to-date-time.ts';
import { COMPANY_KEY, departmentKey, officeKey, payGroupKey } from './source-keys.ts';
import { countryOrigin, toHomeLocation } from './to-location.ts';
import { toPersonSignals } from './to-person.ts';
import type { WordTally } from './word-tally.ts';

export interface MemberMapping {
  tally: WordTally;
  /** Where members were read, for `remote_data`. */
  path: string;
  /** Fields that this reading can't see. */
  keptFields: Record<'employee' | 'employment', readonly string[]>;
  /** Of a member's newest paystub. */
  payGroupOf(memberId: string): string | null;
}

/** A member of the Partner API as the same record that the census gives for the person. */
export function toEmployeeItemOfMember(member: MemberDetails, mapping: MemberMapping): EmployeeItem {
  const status = statusOf(member);
  const fields = toFields(member, status);
  const kept = mapping.keptFields.employee;
  const item: EmployeeItem = {
    model: 'employee',
    person: toMemberSignals(member),
    remoteId: member.id,
    fields,
    refs: toRefs(member, mapping),
    enumOrigins: {},
    remoteData: [{ path: mapping.path, data: member.remote }],
    keptFields: status === null ? [...kept, 'employment_status'] : kept,
  };
  noteUnreadable(member, item, mapping.tally);
  return item;
}

export function toMemberSignals(member: MemberDetails): PersonSignals {
  const cells = {
    workId: toText(member.workId),
    workEmail: member.workEmail,
    personalEmail: member.personalEmail,
    firstName: toText(member.givenName),
    lastName: toText(member.familyName),
    birthDate: member.birthDate,
  };
  return { ...toPersonSignals(cells), remoteId: member.id };
}

/** Of somebody who is named by nothing else. */
export function toSignalsOfMemberId(remoteId: string): PersonSignals {
  return {
    remoteId,
    workId: null,
    workEmail: null,
    personalEmail: null,
    nameKey: null,
    birthDate: null,
  };
}

/** Nobody is called active whose start is not known: somebody who is to start is active at the source. */
function statusOf(member: MemberDetails): 'ACTIVE' | 'INACTIVE' | null {
  if (member.active === false) return 'INACTIVE';
  return member.active === null || member.startDate === null ? null : 'ACTIVE';
}

function toFields(member: MemberDetails, status: string | null): EmployeeFields {
  const firstName = toText(member.givenName);
  const preferredName = toText(member.preferredName);
  const lastName = stripParentheticalPrefix(toText(member.familyName));
  return {
    employee_number: toText(member.workId),
    first_name: firstName,
    last_name: lastName,
    preferred_name: preferredName,
    display_full_name: toDisplayName(firstName, preferredName, lastName),
    username: null,
    work_email: toEmail(member.workEmail),
    personal_email: toEmail(member.personalEmail),
    mobile_phone_number: toPhoneNumber(toText(member.mobilePhone), phoneCountryOf(member)),
    ssn: member.taxId,
    // The source knows a sex assigned at birth, which is no gender.
    gender: null,
    ethnicity: null,
    marital_status: null,
    date_of_birth: toDateTime(member.birthDate),
    hire_date: null,
    start_date: toDateTime(member.startDate),
    remote_created_at: toInstant(member.createdAt),
    employment_status: status,
    termination_date: toDateTime(member.terminationDate),
    avatar: null,
    custom_fields: member.customFields,
  };
}

function toRefs(member: MemberDetails, mapping: MemberMapping): EmployeeItem['refs'] {
  const department = toText(member.department);
  const office = toText(member.office);
  const payGroup = toText(mapping.payGroupOf(member.id));
  return {
    company: COMPANY_KEY,
    workLocation: office === null ? null : officeKey(office),
    groups: department === null ? [] : [departmentKey(department)],
    team: department === null ? null : departmentKey(department),
    payGroup: payGroup === null ? null : payGroupKey(payGroup),
    manager: member.managerId === null ? null : { remoteId: member.managerId },
    homeLocation: homeOf(member),
    homeLocationEnumOrigins: countryOrigin(member.homeAddress?.country ?? null),
  };
}

function homeOf({ homeAddress: home }: MemberDetails): LocationFields | null {
  if (home === null) return null;
  return toHomeLocation({
    street1: toText(home.line1),
    street2: toText(home.line2),
    city: toText(home.city),
    state: toText(home.state),
    zipCode: toText(home.postalCode),
    country: toText(home.country),
  });
}

function phoneCountryOf(member: MemberDetails): string | null {
  return toCountryCode(member.mobilePhoneCountry) ?? toCountryCode(member.homeAddress?.country ?? null);
}

function noteUnreadable(member: MemberDetails, { fields, refs }: EmployeeItem, tally: WordTally): void {
  const pairs = [
    ['work_email', toText(member.workEmail), fields.work_email],
    ['personal_email', toText(member.personalEmail), fields.personal_email],
    ['mobile_phone_number', toText(member.mobilePhone), fields.mobile_phone_number],
    ['country', toText(member.homeAddress?.country), refs.homeLocation?.country],
  ] as const;
  for (const [field, written, read] of pairs) {
    if (written !== null && !read) tally.noteUnreadable(field, written);
  }
}

function toInstant(text: string | null): string | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
