import type { Days } from './days.ts';
import type { PersonalDetails } from './member.ts';
import { AREA_CODES, ETHNICITIES, FIRST_NAMES, LAST_NAMES, PLACES, STREETS } from './name-pools.ts';
import type { SeededRandom } from './seeded-random.ts';
import { GENDERS } from './vocabulary.ts';

/** A person as the seed has it before the traits of its place in the company are laid over. */
export function draftPerson(random: SeededRandom, index: number, days: Days): PersonalDetails {
  const place = random.pick(PLACES);
  return {
    workId: String(index + 1).padStart(5, '0'),
    firstName: random.pick(FIRST_NAMES),
    preferredName: null,
    lastName: random.pick(LAST_NAMES),
    workEmail: null,
    personalEmail: null,
    cellPhone: fictionalPhone(index),
    homePhone: null,
    dateOfBirth: days.at(-365 * random.between(23, 61) - random.between(0, 364)),
    gender: random.between(0, 9) === 0 ? null : random.pick(GENDERS.slice(0, 2)),
    ethnicity: random.between(0, 2) === 0 ? null : random.pick(ETHNICITIES),
    street1: `${random.between(2, 980)} ${random.pick(STREETS)} ${random.pick(['Street', 'Avenue', 'Lane'])}`,
    street2: random.between(0, 3) === 0 ? `Apt ${random.between(1, 40)}` : null,
    ...place,
  };
}

/**
 * The 555-0100 to 555-0199 numbers are kept for fiction. Null when they run out: two people with one number would be
 * a puzzle that nobody asked for.
 */
function fictionalPhone(index: number): string | null {
  const line = Math.floor(index / AREA_CODES.length) + 10;
  if (line > 99) return null;
  const area = AREA_CODES[index % AREA_CODES.length]!;
  const number = `555-01${line}`;
  return [`(${area}) ${number}`, `${area}-${number}`, `+1 ${area} ${number}`][index % 3]!;
}

/** `Łukasz`, `Wiśniewski` becomes `lukasz.wisniewski`. */
export function mailboxName(firstName: string, lastName: string): string {
  return [firstName, lastName]
    .map((name) =>
      name
        .replace(/\(.*?\)/g, '')
        .replace(/Ł/g, 'L')
        .replace(/ł/g, 'l')
        .replace(/[øØ]/g, 'o'),
    )
    .map((name) =>
      name
        .normalize('NFD')
        .replace(/[^a-zA-Z]/g, '')
        .toLowerCase(),
    )
    .filter((name) => name !== '')
    .join('.');
}
