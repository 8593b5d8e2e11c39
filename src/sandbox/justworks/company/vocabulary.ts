/** The words of the simulated site; the agreement with readers of its pages and reports. */
export const MEMBER_TYPES = [
  'Employee - Full Time (W-2)',
  'Employee - Part Time (W-2)',
  'Employee - Paid Intern (W-2)',
  'Employee - Employer of Record (EOR) Employee',
  'Employee - Outside of U.S.',
  'U.S. Contractor or Consultant (1099)',
  'International Contractor',
] as const;
export type MemberType = (typeof MEMBER_TYPES)[number];

export const CONTRACTOR: MemberType = 'U.S. Contractor or Consultant (1099)';
export const INTERNATIONAL_CONTRACTOR: MemberType = 'International Contractor';

export function isContractor(type: MemberType): boolean {
  return type === CONTRACTOR || type === INTERNATIONAL_CONTRACTOR;
}

/** The first one is the form's own choice. */
export const THIRD_PARTY_TYPES = [
  '3rd Party Admin / Accountant',
  'Accountant or Accountant Firm',
  'Vendor',
  'Temp',
] as const;
export type ThirdPartyType = (typeof THIRD_PARTY_TYPES)[number];

export const GENDERS = ['Male', 'Female', 'Non-binary'] as const;
export type Gender = (typeof GENDERS)[number];

export const PAY_TYPES = ['Salary', 'Hourly'] as const;
export type PayType = (typeof PAY_TYPES)[number];

export const PAY_FREQUENCIES = ['Weekly', 'Biweekly', 'Semimonthly'] as const;
export type PayFrequency = (typeof PAY_FREQUENCIES)[number];

export const FLSA_STATUSES = ['Exempt', 'Non-exempt'] as const;
export type FlsaStatus = (typeof FLSA_STATUSES)[number];

export const NO_DEPARTMENT = 'No Department';
export const REMOTE_OFFICE = 'Remote (work from home)';

export type MemberStatus = 'Active' | 'Pending' | 'Terminated';
