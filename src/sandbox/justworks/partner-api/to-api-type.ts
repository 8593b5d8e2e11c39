import type { MemberType, ThirdPartyType } from '../company/vocabulary.ts';

type Classification = 'full_time' | 'part_time' | 'intern' | 'contractor';

const TYPES: Record<MemberType, { type: string; classification: Classification | null }> = {
  'Employee - Full Time (W-2)': { type: 'employee', classification: 'full_time' },
  'Employee - Part Time (W-2)': { type: 'employee', classification: 'part_time' },
  'Employee - Paid Intern (W-2)': { type: 'employee', classification: 'intern' },
  'Employee - Employer of Record (EOR) Employee': { type: 'employee_eor', classification: null },
  'Employee - Outside of U.S.': { type: 'international_employee', classification: null },
  'U.S. Contractor or Consultant (1099)': { type: 'contractor', classification: 'contractor' },
  'International Contractor': { type: 'international_contractor', classification: null },
};

export function toApiType(memberType: MemberType): string {
  return TYPES[memberType].type;
}

/** Null outside of the United States, whose words these are. */
export function toClassification(memberType: MemberType): Classification | null {
  return TYPES[memberType].classification;
}

/** Temps have no word of their own: they are supplied by somebody, as vendors are. */
export function toThirdPartyType(type: ThirdPartyType): string {
  return type === 'Vendor' || type === 'Temp' ? 'vendor' : 'third_party_admin';
}
