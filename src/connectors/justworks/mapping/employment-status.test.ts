import { describe, expect, it } from 'vitest';
import { toEmploymentStatus } from './employment-status.ts';
import { censusRow } from '../../../../test/support/justworks/rows.ts';

const TODAY = '2026-11-20';

describe('toEmploymentStatus', () => {
  it.each([
    ['Active', '2020-01-01', '2026-01-01', 'ACTIVE'],
    ['Pending', '2027-01-01', null, 'PENDING'],
    ['Terminated', '2020-01-01', null, 'INACTIVE'],
    ['On Mars', '2020-01-01', null, null],
  ])('believes the word %s', (status, startDate, terminationDate, expected) => {
    const result = toEmploymentStatus(censusRow({ status, startDate, terminationDate }), TODAY);
    expect(result).toMatchObject({ word: { value: expected, origin: status }, isDerived: false });
  });

  it.each([
    ['after the last day', '2020-01-01', '2026-11-19', true, 'INACTIVE'],
    ['on the last day', '2020-01-01', '2026-11-20', true, 'ACTIVE'],
    ['before the last day', '2020-01-01', '2026-11-21', true, 'ACTIVE'],
    ['before the start', '2026-11-21', null, true, 'PENDING'],
    ['on the first day', '2026-11-20', null, true, 'ACTIVE'],
    ['without a column for the end', '2020-01-01', null, false, null],
    ['without a start', null, null, true, null],
  ])('goes by the dates %s', (_name, startDate, terminationDate, hasTerminationColumn, expected) => {
    const row = censusRow({ status: null, startDate, terminationDate, hasTerminationColumn });
    expect(toEmploymentStatus(row, TODAY)).toEqual({
      word: { value: expected, origin: null, isKnown: true },
      isDerived: true,
    });
  });
});
