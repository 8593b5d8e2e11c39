import { remember } from '../../../hris/normalize/remember.ts';
import { foldWord } from '../../../hris/normalize/text.ts';

/** A word of the source in ours. */
export interface MappedWord {
  /** Ours; the source's own where none of ours fits; null where there is no word. */
  readonly value: string | null;
  readonly origin: string | null;
  /** False when nobody has met this word: it is reported as drift. */
  readonly isKnown: boolean;
}

const NO_WORD: MappedWord = Object.freeze({ value: null, origin: null, isKnown: true });

/** Our word -> theirs, compared without case, spaces and punctuation. */
type Vocabulary = Record<string, string[]>;
type WordMapping = (word: string | null) => MappedWord;

export const toGender = wordMapping({
  MALE: ['Male', 'M', 'Man'],
  FEMALE: ['Female', 'F', 'Woman'],
  'NON-BINARY': ['Non-binary', 'Nonbinary', 'Non-binary/third gender', 'X'],
  OTHER: ['Other', 'Another gender'],
  PREFER_NOT_TO_DISCLOSE: [
    'Prefer not to say',
    'Prefer not to disclose',
    'Decline to state',
    'Decline to answer',
  ],
});

const mapEthnicity = wordMapping({
  AMERICAN_INDIAN_OR_ALASKA_NATIVE: ['American Indian or Alaska Native', 'American Indian or Alaskan Native'],
  ASIAN_OR_INDIAN_SUBCONTINENT: ['Asian', 'Asian or Indian Subcontinent'],
  BLACK_OR_AFRICAN_AMERICAN: ['Black or African American', 'Black', 'African American'],
  HISPANIC_OR_LATINO: ['Hispanic or Latino', 'Hispanic', 'Latino', 'Hispanic or Latinx'],
  NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER: [
    'Native Hawaiian or Other Pacific Islander',
    'Native Hawaiian or Pacific Islander',
  ],
  TWO_OR_MORE_RACES: ['Two or More Races', 'Two or more', 'Multiracial'],
  WHITE: ['White', 'Caucasian'],
  PREFER_NOT_TO_DISCLOSE: [
    'Prefer not to say',
    'Prefer not to disclose',
    'Decline to state',
    'Decline to answer',
    'Decline to self-identify',
    'I do not wish to self-identify',
  ],
});

/** The survey's words carry remarks like "(Not Hispanic or Latino)", which change nothing. */
export function toEthnicity(word: string | null): MappedWord {
  return word === null ? NO_WORD : readEthnicity(word);
}

const readEthnicity = remember((word): MappedWord => {
  const mapped = mapEthnicity(word.replace(/\([^)]*\)/g, ' '));
  return { value: mapped.isKnown ? mapped.value : word, origin: word, isKnown: mapped.isKnown };
});

/** Member types. Some say nothing about the kind of employment; those keep the source's word. */
export const toEmploymentType = wordMapping(
  {
    FULL_TIME: ['Employee - Full Time (W-2)', 'Employee - Full Time', 'Full Time'],
    PART_TIME: ['Employee - Part Time (W-2)', 'Employee - Part Time', 'Part Time'],
    INTERN: ['Employee - Paid Intern (W-2)', 'Employee - Paid Intern', 'Paid Intern', 'Intern'],
    CONTRACTOR: [
      'U.S. Contractor or Consultant (1099)',
      'U.S. Contractor or Consultant',
      'International Contractor',
      'Contractor',
    ],
  },
  ['Employee - Employer of Record (EOR) Employee', 'Employee - Outside of U.S.', 'Unpaid Owner', 'Temp'],
);

/** Justworks pays weekly, every two weeks or twice a month (help 31185449398299). */
export const toPayFrequency = wordMapping({
  WEEKLY: ['Weekly'],
  BIWEEKLY: ['Biweekly', 'Bi-weekly', 'Every two weeks'],
  SEMIMONTHLY: ['Semimonthly', 'Semi-monthly', 'Twice a month'],
  MONTHLY: ['Monthly'],
});

export const toFlsaStatus = wordMapping({
  EXEMPT: ['Exempt', 'Salaried Exempt'],
  SALARIED_NONEXEMPT: ['Salaried Non-exempt'],
  NONEXEMPT: ['Non-exempt', 'Nonexempt', 'Hourly Non-exempt'],
  OWNER: ['Owner'],
});

const mapPayType = wordMapping({
  YEAR: ['Salary', 'Salaried', 'Annual', 'Yearly'],
  HOUR: ['Hourly', 'Hour'],
});

/** What one pay rate is for. A pay type that is no period, e.g. commission, is not a word for one. */
export function toPayPeriod(payType: string | null): MappedWord {
  const mapped = mapPayType(payType);
  return mapped.isKnown ? mapped : { ...mapped, value: null };
}

export const toStatusWord = wordMapping({
  ACTIVE: ['Active', 'Current', 'Employed'],
  PENDING: ['Pending', 'Invited', 'Not started', 'Upcoming'],
  INACTIVE: ['Terminated', 'Inactive', 'Former', 'Former Employee'],
});

/** Forms that are paid by US payroll and therefore in US dollars. */
export function isUsPayroll(memberType: string | null): boolean {
  return memberType !== null && endsInUsTaxForm(memberType);
}

const endsInUsTaxForm = remember((memberType) => /\(?(W-?2|1099)\)?\s*$/i.test(memberType));

export function wordMapping(vocabulary: Vocabulary, withoutEquivalent: string[] = []): WordMapping {
  const entries = Object.entries(vocabulary).flatMap(([ours, theirs]) =>
    theirs.map((word) => [foldWord(word), ours] as const),
  );
  const ours = new Map(entries);
  const others = new Set(withoutEquivalent.map(foldWord));
  const map = remember((word): MappedWord => {
    const folded = foldWord(word);
    const value = ours.get(folded);
    return Object.freeze({
      value: value ?? word,
      origin: word,
      isKnown: value !== undefined || others.has(folded),
    });
  });
  return (word) => (word === null ? NO_WORD : map(word));
}
