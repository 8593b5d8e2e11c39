import { describe, expect, it } from 'vitest';
import { effectiveStatus } from './employment-status.ts';

const TODAY = '2026-03-10';
const YESTERDAY = '2026-03-09';
const TOMORROW = '2026-03-11';

describe('the employment status of a day', () => {
  it.each([
    // source word, start, last day, status
    ['ACTIVE', '2020-01-01', null, 'ACTIVE'],
    ['ACTIVE', null, null, 'ACTIVE'],
    ['ACTIVE', TODAY, null, 'ACTIVE'],
    ['ACTIVE', TOMORROW, null, 'PENDING'],
    ['ACTIVE', '2020-01-01', YESTERDAY, 'INACTIVE'],
    ['ACTIVE', '2020-01-01', TODAY, 'ACTIVE'],
    ['ACTIVE', TOMORROW, '2026-09-01', 'PENDING'],
    ['PENDING', null, null, 'PENDING'],
    ['PENDING', TOMORROW, null, 'PENDING'],
    ['PENDING', TODAY, null, 'ACTIVE'],
    ['PENDING', TODAY, TODAY, 'ACTIVE'],
    ['INACTIVE', '2020-01-01', null, 'INACTIVE'],
    ['INACTIVE', TOMORROW, null, 'INACTIVE'],
    ['INACTIVE', '2020-01-01', YESTERDAY, 'INACTIVE'],
    ['INACTIVE', '2020-01-01', TODAY, 'ACTIVE'],
    ['INACTIVE', '2020-01-01', TOMORROW, 'ACTIVE'],
    ['INACTIVE', null, TOMORROW, 'ACTIVE'],
    ['INACTIVE', TOMORROW, '2026-09-01', 'PENDING'],
    [null, '2020-01-01', null, null],
    [null, null, null, null],
    [null, TOMORROW, null, 'PENDING'],
    [null, null, YESTERDAY, 'INACTIVE'],
    [null, '2020-01-01', TOMORROW, null],
    ['On Leave', '2020-01-01', null, 'On Leave'],
    ['On Leave', '2020-01-01', YESTERDAY, 'INACTIVE'],
  ])('%s, from %s to %s, is %s', (sourceStatus, startDate, terminationDate, status) => {
    expect(effectiveStatus({ sourceStatus, startDate, terminationDate }, TODAY)).toBe(status);
  });

  it.each([
    ['ACTIVE', '2026-02-01', 'ACTIVE'],
    ['ACTIVE', TOMORROW, 'PENDING'],
    ['INACTIVE', '2026-02-01', 'INACTIVE'],
    ['INACTIVE', TOMORROW, 'INACTIVE'],
  ])(
    '%s from %s is not ended by the last day of an earlier employment',
    (sourceStatus, startDate, status) => {
      const person = { sourceStatus, startDate, terminationDate: '2026-01-15' };
      expect(effectiveStatus(person, TODAY)).toBe(status);
    },
  );

  it('follows the calendar over 29 February', () => {
    const person = { sourceStatus: 'ACTIVE', startDate: '2024-01-01', terminationDate: '2028-02-29' };
    expect(effectiveStatus(person, '2028-02-29')).toBe('ACTIVE');
    expect(effectiveStatus(person, '2028-03-01')).toBe('INACTIVE');
  });
});
