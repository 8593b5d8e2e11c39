import { expect, it } from 'vitest';
import { describeFailure } from './describe-failure.ts';

it('says what is wrong, where, and what to do', () => {
  expect(
    describeFailure({
      code: 'report_empty',
      subject: 'employee_census',
      message: 'The report holds no record.',
    }),
  ).toMatch(/^The report holds no record\. \(employee_census\) Nothing was changed.*Look at the report/);
});

it('asks for a relink where only that helps, and for patience where the source is away', () => {
  expect(describeFailure({ code: 'bad_credentials', subject: '', message: 'Refused.' })).toMatch(
    /link token/,
  );
  expect(describeFailure({ code: 'source_unavailable', subject: '', message: 'Away.' })).toMatch(
    /schedule goes on/,
  );
  expect(describeFailure({ code: 'something_new', subject: '', message: 'Odd.' })).toMatch(/last good data/);
});
