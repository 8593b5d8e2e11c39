import { lastFallBack, lastLeapDay, lastSpringForward } from './switch-days.ts';
import { abroad, leaving, neverPaid, remoteContractor, type MakeTrait } from './trait.ts';
import { INTERNATIONAL_CONTRACTOR } from './vocabulary.ts';

const ONE_NAME = { firstName: 'Rosalind', lastName: 'Ferncliff' };

/** The cases that readers of a roster stumble over. A company of 40 has them all. */
export const ODD_TRAITS: Readonly<Record<number, MakeTrait>> = {
  24: () => ({
    person: abroad('Buenos Aires', null, 'C1002AAP', 'Argentina'),
    job: remoteContractor(6_400, INTERNATIONAL_CONTRACTOR),
  }),
  25: () => neverPaid(-20),
  26: () => ({ isHidden: true }),
  27: () => ({ firstHiredDay: -1_400, firstLeftDay: -620, startDay: -200 }),
  28: () => ({ person: ONE_NAME }),
  29: () => ({ person: ONE_NAME }),
  30: () => ({ startDay: -1_100, ...leaving(-400, 'involuntary', 'Performance') }),
  31: () => ({ startDay: -100, workEmailOf: 30 }),
  // Three people who lead each other: named as the organization's head, the last one ends the circle.
  32: () => ({ managerIndex: 33 }),
  33: () => ({ managerIndex: 34 }),
  34: () => ({ managerIndex: 32, job: { jobTitle: 'Managing Partner' } }),
  // The person at index 9 has no work e-mail: reports know this manager by name alone.
  35: () => ({ managerIndex: 9 }),
  36: () => ({ startDay: 10, hasNoHistory: true }),
  37: () => ({ person: { workId: null }, hasNoWorkEmail: true }),
  38: (_random, days) => ({
    startDay: days.offsetOf(lastSpringForward(days.today)) - 364,
    ...leaving(days.offsetOf(lastFallBack(days.today)), 'voluntary', 'Moved away'),
  }),
  39: (_random, days) => {
    const year = Number(days.today.slice(0, 4));
    return {
      person: { dateOfBirth: lastLeapDay('1993-01-01') },
      startDay: days.offsetOf(`${year - 2}-12-31`),
    };
  },
};
