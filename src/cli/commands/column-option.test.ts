import { expect, it } from 'vitest';
import { parseColumnOption } from './column-option.ts';

it('reads report, column and header, with whatever stands in the header', () => {
  expect(parseColumnOption('employee_census.work_email=Company E-mail = 1')).toEqual({
    report: 'employee_census',
    role: 'work_email',
    header: 'Company E-mail = 1',
  });
});

it.each(['work_email=X', 'employee_census.work_email', 'employee_census.work_email=', '=X'])(
  'refuses %j',
  (text) => {
    expect(() => parseColumnOption(text)).toThrow(
      expect.objectContaining({ code: 'column_option_malformed' }),
    );
  },
);
