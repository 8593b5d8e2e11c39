import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import { hourly, salaried } from './draft-job.ts';
import type { JobDetails, Member, PersonalDetails } from './member.ts';
import { ACCENTED_NAMES } from './name-pools.ts';
import type { SeededRandom } from './seeded-random.ts';
import { CONTRACTOR, NO_DEPARTMENT, REMOTE_OFFICE } from './vocabulary.ts';

type Ending = Pick<Member, 'terminationDate' | 'terminationKind' | 'terminationReason'>;

export interface Trait {
  person?: Partial<PersonalDetails>;
  job?: Partial<JobDetails>;
  startDate?: CalendarDate;
  ending?: Ending;
  hasNoWorkEmail?: true;
  hasShoutedWorkEmail?: true;
}

type MakeTrait = (random: SeededRandom, today: CalendarDate) => Trait;

/** What is odd about the person at this index; everybody after the last one is ordinary. Index 0 to 5 lead. */
export const TRAITS: Readonly<Record<number, MakeTrait>> = {
  1: (random) => ({ person: named(random) }),
  6: () => ({ person: { lastName: '(Contractor) Smith' }, job: hourly(8_500, CONTRACTOR) }),
  7: (_random, today) => ({
    person: { workId: null },
    startDate: addDays(today, 14),
  }),
  8: (_random, today) => ({
    startDate: addDays(today, -900),
    ending: ended(addDays(today, -45), 'voluntary', 'Accepted another job'),
  }),
  9: () => ({ hasNoWorkEmail: true }),
  10: () => ({ person: { street1: '7 Linden Row, "The Old Mill"', street2: 'Unit B, Rear' } }),
  11: () => ({ person: { firstName: 'Margaret', preferredName: 'Peggy' } }),
  12: () => ({ job: hourly(2_475, 'Employee - Part Time (W-2)') }),
  13: (_random, today) => ({
    job: { ...hourly(2_200, 'Employee - Paid Intern (W-2)'), jobTitle: 'Summer Intern' },
    startDate: addDays(today, -40),
  }),
  14: () => ({
    job: {
      ...salaried(58_000),
      memberType: 'Employee - Employer of Record (EOR) Employee',
      office: REMOTE_OFFICE,
    },
    person: { ...abroad('London', null, 'SW1A 1AA', 'United Kingdom'), cellPhone: '+44 20 7946 0123' },
  }),
  15: () => ({
    job: { ...salaried(71_000), memberType: 'Employee - Outside of U.S.', office: REMOTE_OFFICE },
    person: abroad('Montréal', 'QC', 'H2Y 1C6', 'Canada'),
  }),
  16: () => ({ job: { department: NO_DEPARTMENT, office: REMOTE_OFFICE } }),
  17: (_random, today) => ({ ending: ended(addDays(today, 21), 'involuntary', 'Position eliminated') }),
  18: () => ({ person: { gender: 'Non-binary', cellPhone: null }, hasShoutedWorkEmail: true }),
  19: (random) => ({ person: { ...named(random), street2: '3ème étage' } }),
  20: () => ({ job: hourly(1_950, 'Employee - Part Time (W-2)') }),
};

function named(random: SeededRandom): Pick<PersonalDetails, 'firstName' | 'lastName'> {
  const [firstName, lastName] = random.pick(ACCENTED_NAMES);
  return { firstName, lastName };
}

function ended(date: CalendarDate, kind: 'voluntary' | 'involuntary', reason: string): Ending {
  return { terminationDate: date, terminationKind: kind, terminationReason: reason };
}

function abroad(
  city: string,
  state: string | null,
  postalCode: string,
  country: string,
): Pick<PersonalDetails, 'city' | 'state' | 'postalCode' | 'country'> {
  return { city, state, postalCode, country };
}
