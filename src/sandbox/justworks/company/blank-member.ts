import { NO_TERMINATION } from './member.ts';
import { NO_DEPARTMENT, REMOTE_OFFICE } from './vocabulary.ts';

/** A hire of whom only the name is known. */
export const BLANK_MEMBER = {
  preferredName: null,
  workEmail: null,
  personalEmail: null,
  cellPhone: null,
  homePhone: null,
  dateOfBirth: null,
  gender: null,
  ethnicity: null,
  street1: null,
  street2: null,
  city: null,
  state: null,
  postalCode: null,
  country: null,
  jobTitle: null,
  manager: null,
  payType: null,
  payRate: null,
  payFrequency: null,
  flsaStatus: null,
  department: NO_DEPARTMENT,
  office: REMOTE_OFFICE,
  memberType: 'Employee - Full Time (W-2)',
  isHidden: false,
  earlierSpells: [],
  ...NO_TERMINATION,
} as const;
