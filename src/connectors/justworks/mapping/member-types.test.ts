import { expect, it } from 'vitest';
import { toEmploymentType } from './enums.ts';
import { toMemberEmploymentType } from './member-types.ts';

it.each([
  ['full_time', 'employee', 'FULL_TIME'],
  ['part_time', 'employee', 'PART_TIME'],
  ['intern', 'employee', 'INTERN'],
  [null, 'contractor', 'CONTRACTOR'],
  [null, 'international_contractor', 'CONTRACTOR'],
  // What somebody was before tells more than what they are now.
  ['contractor', 'employee', 'CONTRACTOR'],
  [null, 'employee', null],
])('%j of a %j is %j', (classification, type, word) => {
  expect(toMemberEmploymentType(classification, type)).toMatchObject({ value: word, isKnown: true });
});

it.each([
  ['employee_eor', 'Employee - Employer of Record (EOR) Employee'],
  ['international_employee', 'Employee - Outside of U.S.'],
])('calls %s what the site calls it, and keeps the word', (type, label) => {
  expect(toMemberEmploymentType(null, type)).toEqual({ value: label, origin: type, isKnown: true });
  expect(toEmploymentType(label).value).toBe(label);
});

it('reports a type that nobody has met', () => {
  expect(toMemberEmploymentType(null, 'astronaut')).toMatchObject({ value: 'astronaut', isKnown: false });
});
