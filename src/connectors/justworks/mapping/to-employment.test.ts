import { describe, expect, it } from 'vitest';
import { workHistoryRow } from '../../../../test/support/justworks/rows.ts';
import type { WorkHistoryRow } from '../web/reports/work-history.ts';
import { toEmploymentItem } from './to-employment.ts';
import { createWordTally } from './word-tally.ts';

function map(row: Partial<WorkHistoryRow>) {
  const tally = createWordTally();
  return { item: toEmploymentItem(workHistoryRow(row), tally, '/reports'), unknown: tally.list() };
}

describe('toEmploymentItem', () => {
  it('maps a full row', () => {
    const { item, unknown } = map({
      workId: '7',
      firstName: 'Bob',
      lastName: '(Ex) Stone',
      workEmail: 'Bob@acme.example',
      effectiveDate: '2024-02-29',
      jobTitle: 'Writer',
      memberType: 'Employee - Part Time (W-2)',
      payType: 'Hourly',
      payRate: '28.55',
      payFrequency: 'Weekly',
      flsaStatus: 'Non-exempt',
      remote: { Reason: 'Raise' },
    });
    expect(item).toEqual({
      model: 'employment',
      person: {
        remoteId: null,
        workId: '7',
        workEmail: 'bob@acme.example',
        personalEmail: null,
        nameKey: 'bob stone',
        birthDate: null,
      },
      effectiveDate: '2024-02-29',
      remoteId: null,
      fields: {
        job_title: 'Writer',
        pay_rate: 28.55,
        pay_period: 'HOUR',
        pay_frequency: 'WEEKLY',
        pay_currency: 'USD',
        flsa_status: 'NONEXEMPT',
        effective_date: '2024-02-29T00:00:00Z',
        employment_type: 'PART_TIME',
      },
      enumOrigins: {
        pay_period: 'Hourly',
        pay_frequency: 'Weekly',
        flsa_status: 'Non-exempt',
        employment_type: 'Employee - Part Time (W-2)',
      },
      remoteData: [{ path: '/reports', data: { Reason: 'Raise' } }],
    });
    expect(unknown).toEqual([]);
  });

  it.each([
    ['Employee - Outside of U.S.', '85000', null, null],
    ['Employee - Outside of U.S.', '85000', 'cad', 'CAD'],
    ['Employee - Full Time (W-2)', '85000', null, 'USD'],
    ['Employee - Full Time (W-2)', null, null, null],
    [null, '85000', 'dollars', null],
  ])('gives %s with %s in %s the currency %s', (memberType, payRate, payCurrency, currency) => {
    expect(map({ memberType, payRate, payCurrency }).item.fields.pay_currency).toBe(currency);
  });

  it('counts a rate that is no amount', () => {
    const { item, unknown } = map({ payRate: 'varies' });
    expect(item.fields.pay_rate).toBeNull();
    expect(unknown).toEqual([{ field: 'pay_rate', shape: 'aaaaaa', count: 1 }]);
  });
});
