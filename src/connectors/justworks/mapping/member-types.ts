import { toEmploymentType, type MappedWord } from './enums.ts';

/**
 * Where the API names a kind of member for which we have no word, the site's own label is the value, so that both ways
 * in give the same record.
 */
const SITE_LABELS: Readonly<Record<string, string>> = {
  employee_eor: 'Employee - Employer of Record (EOR) Employee',
  international_employee: 'Employee - Outside of U.S.',
};

/**
 * @param classification the employment's own word; where there is none, the member's type tells
 * @param type of the member
 */
export function toMemberEmploymentType(classification: string | null, type: string | null): MappedWord {
  if (classification !== null) return toEmploymentType(classification);
  const label = type === null ? undefined : SITE_LABELS[type];
  if (label !== undefined) return { value: label, origin: type, isKnown: true };
  // Says nothing of full time or part time.
  if (type === 'employee') return { value: null, origin: type, isKnown: true };
  return toEmploymentType(type);
}
