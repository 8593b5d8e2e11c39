import { describe, expect, it } from 'vitest';
import { toEmploymentStatus } from './employment-status.ts';
import { censusRow } from '../../../../test/support/justworks/rows.ts';

describe('toEmploymentStatus', () => {
  it.each([
    ['Active', '2020-01-01', '2026-01-01', 'ACTIVE'],
    ['Pending', '2027-01-01', null, 'PENDING'],
    ['Terminated', '2020-01-01', null, 'INACTIVE'],
    ['On Mars', '2020-01-01', null, null],
  ])('believes the word %s', (status, startDate, terminationDate, expected) => {
    const result = toEmploymentStatus(censusRow({ status, startDate, terminationDate }));
    expect(result).toMatchObject({ value: expected, origin: status });
  });

  it.each([
    ['with both dates known', '2020-01-01', '2026-11-19', true, 'ACTIVE'],
    ['without an end', '2999-11-20', null, true, 'ACTIVE'],
    ['without a column for the end', '2020-01-01', null, false, null],
    ['without a start', null, null, true, null],
  ])(
    'goes by the dates %s, on any day',
    (_name, startDate, terminationDate, hasTerminationColumn, expected) => {
      const row = censusRow({ status: null, startDate, terminationDate, hasTerminationColumn });
      expect(toEmploymentStatus(row)).toEqual({ value: expected, origin: null, isKnown: true });
    },
  );
});
