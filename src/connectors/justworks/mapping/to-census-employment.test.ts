import { describe, expect, it } from 'vitest';
import { censusRow } from '../../../../test/support/justworks/rows.ts';
import type { CensusRow } from '../web/reports/census.ts';
import { toCensusEmploymentItem } from './to-census-employment.ts';
import { toPersonSignals } from './to-person.ts';
import { createWordTally } from './word-tally.ts';

function map(cells: Partial<CensusRow>) {
  const row = censusRow({ workId: '7', birthDate: '1985-12-10', ...cells });
  return toCensusEmploymentItem(row, toPersonSignals(row), { tally: createWordTally(), path: '/census' });
}

describe('toCensusEmploymentItem', () => {
  it('knows title and type since the first day, and nothing of the pay', () => {
    const item = map({
      jobTitle: 'Writer',
      memberType: 'U.S. Contractor or Consultant (1099)',
      startDate: '2026-01-05',
      remote: { Title: 'Writer' },
    });
    expect(item).toEqual({
      model: 'employment',
      person: expect.objectContaining({ workId: '7', birthDate: '1985-12-10' }),
      effectiveDate: '2026-01-05',
      remoteId: null,
      fields: {
        job_title: 'Writer',
        pay_rate: null,
        pay_period: null,
        pay_frequency: null,
        pay_currency: null,
        flsa_status: null,
        effective_date: '2026-01-05T00:00:00Z',
        employment_type: 'CONTRACTOR',
      },
      enumOrigins: { employment_type: 'U.S. Contractor or Consultant (1099)' },
      remoteData: [{ path: '/census', data: { Title: 'Writer' } }],
    });
  });

  it('has one without a day where the census has none', () => {
    expect(map({ jobTitle: 'Writer' })).toMatchObject({
      effectiveDate: null,
      fields: { effective_date: null },
    });
  });

  it('has none where the census says neither', () => {
    expect(map({ startDate: '2026-01-05' })).toBeNull();
  });
});
