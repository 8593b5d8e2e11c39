import type { Company } from './company.ts';
import type { JobDetails, PersonalDetails } from './member.ts';
import {
  FLSA_STATUSES,
  GENDERS,
  MEMBER_TYPES,
  NO_DEPARTMENT,
  PAY_FREQUENCIES,
  PAY_TYPES,
  REMOTE_OFFICE,
} from './vocabulary.ts';

export type MemberFieldName = keyof PersonalDetails | keyof JobDetails | 'startDate';

export interface MemberField {
  name: MemberFieldName;
  label: string;
  group: 'Person' | 'Address' | 'Job' | 'Pay';
  kind: 'text' | 'email' | 'date' | 'money' | 'choice' | 'member';
  isRequired?: true;
  choices?: (company: Company) => readonly string[];
}

const text = (name: MemberFieldName, label: string, group: MemberField['group']): MemberField => {
  return { name, label, group, kind: 'text' };
};

const choice = (
  name: MemberFieldName,
  label: string,
  group: MemberField['group'],
  choices: (company: Company) => readonly string[],
): MemberField => ({ name, label, group, kind: 'choice', choices });

/** Every field of a member that an admin may set, in the order of the admin's form. */
export const MEMBER_FIELDS: readonly MemberField[] = [
  { ...text('firstName', 'First Name', 'Person'), isRequired: true },
  { ...text('lastName', 'Last Name', 'Person'), isRequired: true },
  text('preferredName', 'Preferred Name', 'Person'),
  { name: 'workEmail', label: 'Work Email', group: 'Person', kind: 'email' },
  { name: 'personalEmail', label: 'Personal Email', group: 'Person', kind: 'email' },
  text('workId', 'Work ID', 'Person'),
  text('cellPhone', 'Cell Phone', 'Person'),
  text('homePhone', 'Home Phone', 'Person'),
  { name: 'dateOfBirth', label: 'Date of Birth', group: 'Person', kind: 'date' },
  choice('gender', 'Gender', 'Person', () => GENDERS),
  text('ethnicity', 'Ethnicity', 'Person'),
  text('street1', 'Street Address 1', 'Address'),
  text('street2', 'Street Address 2', 'Address'),
  text('city', 'City', 'Address'),
  text('state', 'State', 'Address'),
  text('postalCode', 'Postal Code', 'Address'),
  text('country', 'Country', 'Address'),
  { ...choice('memberType', 'Member Type', 'Job', () => MEMBER_TYPES), isRequired: true },
  text('jobTitle', 'Job Title', 'Job'),
  { ...choice('department', 'Department', 'Job', departmentChoices), isRequired: true },
  { ...choice('office', 'Office', 'Job', officeChoices), isRequired: true },
  { name: 'manager', label: 'Manager', group: 'Job', kind: 'member' },
  { name: 'startDate', label: 'Start Date', group: 'Job', kind: 'date', isRequired: true },
  choice('payType', 'Pay Type', 'Pay', () => PAY_TYPES),
  { name: 'payRate', label: 'Pay Rate', group: 'Pay', kind: 'money' },
  choice('payFrequency', 'Pay Frequency', 'Pay', () => PAY_FREQUENCIES),
  choice('flsaStatus', 'FLSA Status', 'Pay', () => FLSA_STATUSES),
];

export function departmentChoices(company: Company): readonly string[] {
  return [NO_DEPARTMENT, ...company.departments.map((department) => department.name)];
}

export function officeChoices(company: Company): readonly string[] {
  return [REMOTE_OFFICE, ...company.offices.map((office) => office.name)];
}
