import { hourly, salaried } from './draft-job.ts';
import type { PersonalDetails } from './member.ts';
import { ACCENTED_NAMES } from './name-pools.ts';
import { ODD_TRAITS } from './odd-traits.ts';
import type { SeededRandom } from './seeded-random.ts';
import { abroad, leaving, type MakeTrait } from './trait.ts';
import { CONTRACTOR, NO_DEPARTMENT, REMOTE_OFFICE } from './vocabulary.ts';

/** Of these places in the company each has its own kind of person; index 0 to 5 lead. */
export const TRAITS: Readonly<Record<number, MakeTrait>> = {
  1: (random) => ({ person: named(random) }),
  6: () => ({ person: { lastName: '(Contractor) Smith' }, job: hourly(8_500, CONTRACTOR) }),
  7: () => ({ person: { workId: null }, startDay: 14 }),
  8: () => ({ startDay: -900, ...leaving(-45, 'voluntary', 'Accepted another job') }),
  9: () => ({ hasNoWorkEmail: true }),
  10: () => ({ person: { street1: '7 Linden Row, "The Old Mill"', street2: 'Unit B, Rear' } }),
  11: () => ({ person: { firstName: 'Margaret', preferredName: 'Peggy' } }),
  12: () => ({ job: hourly(2_475, 'Employee - Part Time (W-2)') }),
  13: () => ({
    job: { ...hourly(2_200, 'Employee - Paid Intern (W-2)'), jobTitle: 'Summer Intern' },
    startDay: -40,
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
  17: () => leaving(21, 'involuntary', 'Position eliminated'),
  18: () => ({ person: { gender: 'Non-binary', cellPhone: null }, hasShoutedWorkEmail: true }),
  19: (random) => ({ person: { ...named(random), street2: '3ème étage' } }),
  20: () => ({ job: hourly(1_950, 'Employee - Part Time (W-2)') }),
  ...ODD_TRAITS,
};

function named(random: SeededRandom): Pick<PersonalDetails, 'firstName' | 'lastName'> {
  const [firstName, lastName] = random.pick(ACCENTED_NAMES);
  return { firstName, lastName };
}
