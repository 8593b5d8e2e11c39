import type { Days } from './days.ts';
import { hourly } from './draft-job.ts';
import type { JobDetails, Member, PersonalDetails } from './member.ts';
import type { SeededRandom } from './seeded-random.ts';
import { REMOTE_OFFICE, type MemberType } from './vocabulary.ts';

type Reason = Pick<Member, 'terminationKind' | 'terminationReason'>;

/** What sets one person apart from an ordinary one; days count from the day of the company's making. */
export interface Trait {
  person?: Partial<PersonalDetails>;
  job?: Partial<JobDetails>;
  startDay?: number;
  /** The separation date. */
  endDay?: number;
  ending?: Reason;
  /** The start of an earlier spell of who left and came back on `startDay`. */
  firstHiredDay?: number;
  /** Its end. */
  firstLeftDay?: number;
  /** Index of the manager, who may come later. */
  managerIndex?: number;
  /** Index of who had the work e-mail before. */
  workEmailOf?: number;
  hasNoWorkEmail?: true;
  hasShoutedWorkEmail?: true;
  isHidden?: true;
  /** No line in the work history. */
  hasNoHistory?: true;
}

export type MakeTrait = (random: SeededRandom, days: Days) => Trait;

export function leaving(day: number, terminationKind: Reason['terminationKind'], terminationReason: string) {
  return { endDay: day, ending: { terminationKind, terminationReason } };
}

/** Hired, and gone before the first pay: the one kind of person that an admin may remove. */
export function neverPaid(day: number): Trait {
  return {
    startDay: day,
    ...leaving(day, 'voluntary', 'Did not start'),
    job: { payType: null, payRate: null, payFrequency: null },
  };
}

export function abroad(
  city: string,
  state: string | null,
  postalCode: string,
  country: string,
): Pick<PersonalDetails, 'city' | 'state' | 'postalCode' | 'country'> {
  return { city, state, postalCode, country };
}

export function remoteContractor(centsPerHour: number, memberType: MemberType): Partial<JobDetails> {
  return { ...hourly(centsPerHour, memberType), office: REMOTE_OFFICE };
}
