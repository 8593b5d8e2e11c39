import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { FlsaStatus, Gender, MemberStatus, MemberType, PayFrequency, PayType } from './vocabulary.ts';

export interface PersonalDetails {
  /** Unique where there is one; a hire who was never invited may have none. */
  workId: string | null;
  firstName: string;
  preferredName: string | null;
  lastName: string;
  workEmail: string | null;
  personalEmail: string | null;
  cellPhone: string | null;
  homePhone: string | null;
  dateOfBirth: CalendarDate | null;
  gender: Gender | null;
  ethnicity: string | null;
  street1: string | null;
  street2: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  country: string | null;
}

/** What a line of the work history fixes from its effective date on. */
export interface JobDetails {
  jobTitle: string | null;
  department: string;
  office: string;
  /** The id of another member. */
  manager: string | null;
  memberType: MemberType;
  payType: PayType | null;
  /** Two decimals: per year for Salary, per hour for Hourly. */
  payRate: string | null;
  payFrequency: PayFrequency | null;
  flsaStatus: FlsaStatus | null;
}

export interface WorkHistoryEntry extends JobDetails {
  effectiveDate: CalendarDate;
  reason: string;
}

/** The days from a hire to the end that follows it. */
export interface Spell {
  startDate: CalendarDate;
  /** The separation date; the status changes on the day after it. */
  terminationDate: CalendarDate | null;
}

/** With the dates of the present spell, or of the last one. */
export interface Member extends PersonalDetails, JobDetails, Spell {
  id: string;
  lastDayWorked: CalendarDate | null;
  terminationKind: 'voluntary' | 'involuntary' | null;
  terminationReason: string | null;
  /** Not shown in Directory and Org Chart; reports know the person nevertheless. */
  isHidden: boolean;
  /** Of who left and came back; oldest first. */
  earlierSpells: readonly Spell[];
  /** Oldest first; the last entry is what the member is now. Empty for a hire who was never invited. */
  history: WorkHistoryEntry[];
}

export const NO_TERMINATION = {
  terminationDate: null,
  lastDayWorked: null,
  terminationKind: null,
  terminationReason: null,
} as const satisfies Partial<Member>;

export const JOB_FIELDS = [
  'jobTitle',
  'department',
  'office',
  'manager',
  'memberType',
  'payType',
  'payRate',
  'payFrequency',
  'flsaStatus',
] as const satisfies readonly (keyof JobDetails)[];

export function jobOf(source: JobDetails): JobDetails {
  const { jobTitle, department, office, manager, memberType, payType, payRate, payFrequency, flsaStatus } =
    source;
  return { jobTitle, department, office, manager, memberType, payType, payRate, payFrequency, flsaStatus };
}

/** A member still works on the day of termination, as Justworks' admins keep their rights until that day is over. */
export function statusOn(member: Member, today: CalendarDate): MemberStatus {
  if (member.terminationDate !== null && member.terminationDate < today) return 'Terminated';
  return member.startDate > today ? 'Pending' : 'Active';
}

export function fullName(member: Pick<Member, 'firstName' | 'lastName'>): string {
  return `${member.firstName} ${member.lastName}`;
}
