import { hourly, salaried } from './draft-job.ts';
import type { SeededRandom } from './seeded-random.ts';
import { abroad, leaving, neverPaid, remoteContractor, type Trait } from './trait.ts';
import { CONTRACTOR, INTERNATIONAL_CONTRACTOR, NO_DEPARTMENT, REMOTE_OFFICE } from './vocabulary.ts';

const PLACES_ABROAD = [
  abroad('London', null, 'SW1A 1AA', 'United Kingdom'),
  abroad('Montréal', 'QC', 'H2Y 1C6', 'Canada'),
  abroad('Berlin', null, '10115', 'Germany'),
  abroad('Lisboa', null, '1100-148', 'Portugal'),
];

/** Of a thousand people so many are of this kind, in every large company. */
const SHARES: readonly [perThousand: number, make: (random: SeededRandom) => Trait][] = [
  [80, (random) => formerMember(random)],
  [60, (random) => ({ job: hourly(random.between(1_800, 3_200), 'Employee - Part Time (W-2)') })],
  [
    10,
    (random) => ({
      job: { ...hourly(2_200, 'Employee - Paid Intern (W-2)'), jobTitle: 'Intern' },
      startDay: -random.between(5, 85),
    }),
  ],
  [40, (random) => ({ job: hourly(random.between(5_000, 14_000), CONTRACTOR) })],
  [
    10,
    (random) => ({
      person: random.pick(PLACES_ABROAD),
      job: remoteContractor(random.between(4_000, 9_000), INTERNATIONAL_CONTRACTOR),
    }),
  ],
  [15, (random) => employedAbroad(random, 'Employee - Employer of Record (EOR) Employee')],
  [15, (random) => employedAbroad(random, 'Employee - Outside of U.S.')],
  [15, (random) => ({ startDay: random.between(1, 60) })],
  [8, (random) => leaving(random.between(1, 60), 'voluntary', 'Accepted another job')],
  [5, () => ({ isHidden: true })],
  [3, (random) => neverPaid(-random.between(5, 400))],
  [10, () => ({ job: { department: NO_DEPARTMENT } })],
  [4, () => ({ hasNoWorkEmail: true })],
  [2, () => ({ person: { workId: null } })],
];

/** Most people are ordinary; the others come in the shares of a real company. */
export function commonTrait(random: SeededRandom): Trait {
  let left = random.between(0, 999);
  for (const [perThousand, make] of SHARES) {
    if (left < perThousand) return make(random);
    left -= perThousand;
  }
  return {};
}

function formerMember(random: SeededRandom): Trait {
  const endDay = -random.between(1, 700);
  const kind = random.pick(['voluntary', 'involuntary'] as const);
  return { startDay: endDay - random.between(60, 1_500), ...leaving(endDay, kind, 'Ended') };
}

function employedAbroad(
  random: SeededRandom,
  memberType: 'Employee - Employer of Record (EOR) Employee' | 'Employee - Outside of U.S.',
): Trait {
  return {
    person: random.pick(PLACES_ABROAD),
    job: { ...salaried(random.between(90, 200) * 500), memberType, office: REMOTE_OFFICE },
  };
}
