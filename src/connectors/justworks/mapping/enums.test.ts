import { describe, expect, it } from 'vitest';
import {
  isUsPayroll,
  toEmploymentType,
  toEthnicity,
  toFlsaStatus,
  toGender,
  toPayFrequency,
  toPayPeriod,
  toStatusWord,
} from './enums.ts';

describe('words of the source', () => {
  it.each([
    [toGender, 'Male', 'MALE'],
    [toGender, 'Non-binary', 'NON-BINARY'],
    [toGender, 'prefer not to say', 'PREFER_NOT_TO_DISCLOSE'],
    [toEthnicity, 'White (Not Hispanic or Latino)', 'WHITE'],
    [toEthnicity, 'Two or More Races', 'TWO_OR_MORE_RACES'],
    [toEmploymentType, 'Employee - Full Time (W-2)', 'FULL_TIME'],
    [toEmploymentType, 'Employee - Part Time (W-2)', 'PART_TIME'],
    [toEmploymentType, 'Employee - Paid Intern (W-2)', 'INTERN'],
    [toEmploymentType, 'U.S. Contractor or Consultant (1099)', 'CONTRACTOR'],
    [toPayFrequency, 'Semimonthly', 'SEMIMONTHLY'],
    [toPayFrequency, 'bi-weekly', 'BIWEEKLY'],
    [toFlsaStatus, 'Exempt', 'EXEMPT'],
    [toFlsaStatus, 'Non-exempt', 'NONEXEMPT'],
    [toPayPeriod, 'Salary', 'YEAR'],
    [toPayPeriod, 'Hourly', 'HOUR'],
    [toStatusWord, 'Terminated', 'INACTIVE'],
  ])('%o: %s -> %s', (map, word, value) => {
    expect(map(word)).toEqual({ value, origin: word, isKnown: true });
  });

  it('keeps a known word that none of ours says', () => {
    const word = 'Employee - Outside of U.S.';
    expect(toEmploymentType(word)).toEqual({ value: word, origin: word, isKnown: true });
  });

  it('keeps an unknown word and says so', () => {
    expect(toGender('Agender')).toEqual({ value: 'Agender', origin: 'Agender', isKnown: false });
    expect(toEthnicity('Martian (red)')).toEqual({
      value: 'Martian (red)',
      origin: 'Martian (red)',
      isKnown: false,
    });
    expect(toPayPeriod('Commission')).toEqual({ value: null, origin: 'Commission', isKnown: false });
  });

  it('has nothing to say about a blank', () => {
    for (const map of [toGender, toEthnicity, toEmploymentType, toPayPeriod]) {
      expect(map(null)).toEqual({ value: null, origin: null, isKnown: true });
    }
  });

  it('knows who is paid in the United States', () => {
    expect(isUsPayroll('Employee - Full Time (W-2)')).toBe(true);
    expect(isUsPayroll('U.S. Contractor or Consultant (1099)')).toBe(true);
    expect(isUsPayroll('Employee - Outside of U.S.')).toBe(false);
    expect(isUsPayroll(null)).toBe(false);
  });
});
