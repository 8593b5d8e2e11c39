import { describe, expect, it } from 'vitest';
import type { ReportShape } from '../hris/snapshot.ts';
import { checkGuards, type GuardInput } from './guards.ts';

const SETTINGS = {
  maxRemovedRatio: 0.2,
  maxRemovedCount: 50,
  maxTerminatedRatio: 0.5,
  maxTerminatedCount: 200,
  maxNulledRatio: 0.3,
};

const census: ReportShape = {
  report: 'employee_census',
  columns: ['Work ID', 'Name'],
  unknownColumns: [],
  endsWithNewline: true,
  rowCount: 10,
};

const usual: GuardInput = {
  stagedEmployees: 10,
  knownEmployees: 10,
  stagedEmployments: 10,
  knownEmployments: 10,
  activeEmployees: 10,
  activeRemoved: 0,
  activeTerminated: 0,
  nulled: { work_email: { had: 10, lost: 0 } },
  reports: [census],
  acceptedShapes: { employee_census: { columns: ['Work ID', 'Name'], endsWithNewline: true } },
};

const codes = (some: Partial<GuardInput>): string[] =>
  checkGuards({ ...usual, ...some }, SETTINGS).map((finding) => finding.code);

it('passes a usual run, a first one, and one of an employer without anybody', () => {
  expect(codes({})).toEqual([]);
  expect(codes({ knownEmployees: 0, knownEmployments: 0, activeEmployees: 0, acceptedShapes: {} })).toEqual(
    [],
  );
  const none = {
    stagedEmployees: 0,
    knownEmployees: 0,
    stagedEmployments: 0,
    knownEmployments: 0,
    activeEmployees: 0,
  };
  expect(codes(none)).toEqual([]);
});

describe('what is empty', () => {
  it('is suspect where there was somebody', () => {
    expect(codes({ stagedEmployees: 0 })).toEqual(['source_empty']);
    expect(codes({ stagedEmployments: 0 })).toEqual(['source_empty']);
  });
});

describe('removals', () => {
  it.each([
    // 5, 19, 20, 21 and 100 %, as near as so few people allow. One person may leave even the smallest company.
    [3, 0, []],
    [3, 1, []],
    [3, 2, ['too_many_removed']],
    [3, 3, ['last_active_removed']],
    [10, 1, []],
    [10, 2, []],
    [10, 3, ['too_many_removed']],
    [10, 10, ['last_active_removed']],
    [100, 5, []],
    [100, 19, []],
    [100, 20, []],
    [100, 21, ['too_many_removed']],
    [100, 100, ['last_active_removed']],
    [1000, 50, []],
    // Of many people, the count is the limit.
    [1000, 51, ['too_many_removed']],
    [1000, 190, ['too_many_removed']],
    [1000, 200, ['too_many_removed']],
    [1000, 210, ['too_many_removed']],
    [1000, 1000, ['last_active_removed']],
    [2, 1, []],
    [1, 1, ['last_active_removed']],
  ])('of %i active people %i: %j', (activeEmployees, activeRemoved, expected) => {
    expect(codes({ activeEmployees, activeRemoved })).toEqual(expected);
  });
});

describe('terminations that the source tells', () => {
  it.each([
    [1, 1, []],
    [2, 1, []],
    [2, 2, ['too_many_terminated']],
    [3, 1, []],
    [3, 2, ['too_many_terminated']],
    [10, 2, []],
    [10, 5, []],
    [10, 6, ['too_many_terminated']],
    [100, 21, []],
    [100, 50, []],
    [100, 51, ['too_many_terminated']],
    [1000, 200, []],
    [1000, 201, ['too_many_terminated']],
  ])('of %i active people %i: %j', (activeEmployees, activeTerminated, expected) => {
    expect(codes({ activeEmployees, activeTerminated })).toEqual(expected);
  });

  it('are counted apart from people who are gone', () => {
    expect(codes({ activeEmployees: 10, activeRemoved: 2, activeTerminated: 5 })).toEqual([]);
    expect(codes({ activeEmployees: 10, activeRemoved: 3, activeTerminated: 6 })).toEqual([
      'too_many_removed',
      'too_many_terminated',
    ]);
  });
});

describe('reports', () => {
  it('may rename a column to another header that is known for it', () => {
    const columns = ['Badge', 'Name'];
    const reports = [{ ...census, columns, alsoKnownAs: ['Badge', 'Work Id'] }];
    expect(codes({ reports })).toEqual([]);
    expect(codes({ reports: [{ ...census, columns, alsoKnownAs: ['Badge'] }] })).toEqual(['column_lost']);
  });

  it('may gain a column and a report', () => {
    const reports = [
      { ...census, columns: ['New', 'Name', 'Work ID'] },
      { ...census, report: 'new' },
    ];
    expect(codes({ reports })).toEqual([]);
  });

  it('may not lose a column, naming it', () => {
    const findings = checkGuards({ ...usual, reports: [{ ...census, columns: ['Name'] }] }, SETTINGS);
    expect(findings).toEqual([
      { code: 'column_lost', detail: 'employee_census no longer has the column Work ID' },
    ]);
  });

  it('may not get lost, nor end in the middle of a line where they never did', () => {
    expect(codes({ reports: [] })).toEqual(['report_lost']);
    expect(codes({ reports: [{ ...census, endsWithNewline: false }] })).toEqual(['report_cut']);
    const acceptedShapes = { employee_census: { columns: ['Name'], endsWithNewline: false } };
    expect(codes({ reports: [{ ...census, endsWithNewline: false }], acceptedShapes })).toEqual([]);
  });
});

describe('fields', () => {
  it.each([
    [10, 3, []],
    [10, 4, ['field_nulled']],
    [2, 1, []],
    [2, 2, ['field_nulled']],
  ])('that %i people had and %i have lost: %j', (had, lost, expected) => {
    expect(codes({ nulled: { work_email: { had, lost } } })).toEqual(expected);
  });
});
