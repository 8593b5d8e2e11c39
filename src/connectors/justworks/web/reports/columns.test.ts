import { describe, expect, it } from 'vitest';
import { assertColumns, censusColumns, matchColumns, workHistoryColumns } from './columns.ts';

describe('matchColumns', () => {
  it('finds columns by synonym, in any order and spelling', () => {
    const header = ['Zip', 'work e-mail', 'LAST  NAME', 'First_Name', 'Hire Date', 'Shoe Size', 'Reports To'];
    const matched = matchColumns(header, censusColumns, 'employee_census');
    expect(Object.fromEntries(matched.places)).toEqual({
      zip_code: 0,
      work_email: 1,
      last_name: 2,
      first_name: 3,
      hire_date: 4,
      manager: 6,
    });
    expect(matched.unknownColumns).toEqual(['Shoe Size']);
    expect(matched.missingColumns).toContain('Cell Phone');
    expect(matched.missingColumns).toHaveLength(Object.keys(censusColumns).length - 6);
  });

  it('does not choose between two columns for one role', () => {
    const match = () => matchColumns(['Work Email', 'Email'], censusColumns, 'employee_census');
    expect(match).toThrow('The columns "Work Email" and "Email" mean the same.');
    expect(match).toThrow(expect.objectContaining({ code: 'report_malformed', subject: 'employee_census' }));
  });

  it.each([
    ['the census', censusColumns],
    ['the work history', workHistoryColumns],
  ])('gives no header of %s two roles', (_name, synonyms) => {
    for (const [role, headers] of Object.entries(synonyms)) {
      for (const header of headers)
        expect([...matchColumns([header], synonyms, 'r').places.keys()]).toEqual([role]);
    }
  });
});

describe('assertColumns', () => {
  const alternatives = [['work_email'], ['work_id'], ['first_name', 'last_name']];
  const check = (header: string[]) =>
    assertColumns(
      header,
      matchColumns(header, workHistoryColumns, 'work_history'),
      workHistoryColumns,
      alternatives,
      'work_history',
    );

  it('is content with any one of the alternatives', () => {
    expect(() => check(['Work ID'])).not.toThrow();
    expect(() => check(['First Name', 'Last Name'])).not.toThrow();
  });

  it('shows what the report has instead', () => {
    expect(() => check(['First Name', 'Title', 'E-Post'])).toThrow(
      expect.objectContaining({ details: ['First Name', 'Title', 'E-Post'] }),
    );
  });

  it('shows shapes only where the first line may be a person and not a header', () => {
    expect(() => check(['Ada', 'ada@acme.example', '12/10/1985', 'Title'])).toThrow(
      expect.objectContaining({ details: ['Aaa', 'aaa@aaaa.aaaaaaa', '99/99/9999', 'Aaaaa'] }),
    );
  });

  it('names what is missing', () => {
    expect(() => check(['First Name'])).toThrow('lacks the column "Work Email" or "Work ID" or "Last Name"');
    expect(() => check(['First Name'])).toThrow(expect.objectContaining({ code: 'report_column_missing' }));
  });
});
