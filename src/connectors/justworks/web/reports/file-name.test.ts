import { describe, expect, it } from 'vitest';
import { assertFileOfCompany } from './file-name.ts';

const TEMPLATE = 'Justworks - {company} Census Report {date}.csv';

function check(fileName: string, ...companyNames: string[]) {
  return () =>
    assertFileOfCompany(`attachment; filename="${fileName}"`, TEMPLATE, companyNames, 'employee_census');
}

const fileOf = (company: string) => `Justworks - ${company} Census Report 01_22_2026.csv`;

describe('assertFileOfCompany', () => {
  it.each([
    ['Live Play Mobile', ['Live Play Mobile, Inc.', 'LPM']],
    ['LIVE PLAY  MOBILE INC', ['Live Play Mobile']],
    ['Juniper & Vale Goods', ['Juniper & Vale Goods LLC']],
    ['Juniper _ Vale Goods', ['Juniper / Vale Goods']],
    ['Caf_ Zo_', ['Café Zoë']],
    ['Caf__', ['Café']],
    ['Census Report', ['Census Report']],
    ['Coop', ['Coop']],
  ])('takes %s for one of %j', (company, names) => {
    expect(check(fileOf(company), ...names)).not.toThrow();
  });

  it.each([
    ['Other Company', ['Live Play Mobile']],
    ['Live Play', ['Live Play Mobile']],
    ['Live Play Mobile West', ['Live Play Mobile']],
    ['Live Play _obile West', ['Live Play Mobile']],
    ['_est', ['Café']],
    ['Live _lay', ['Live Play Mobile']],
    ['_lay Mobile', ['Live Play']],
    ['Play _obile', ['Live Play Mobile']],
    ['Co', ['Acme Co']],
  ])('refuses %s for %j', (company, names) => {
    expect(check(fileOf(company), ...names)).toThrow(
      expect.objectContaining({ code: 'wrong_company', subject: 'employee_census' }),
    );
  });

  it('reads the exact name before the one for old readers', () => {
    const header = (exact: string) =>
      `attachment; filename="${fileOf('x')}"; filename*=UTF-8''${encodeURIComponent(fileOf(exact))}`;
    const test = (exact: string) => assertFileOfCompany(header(exact), TEMPLATE, ['Café'], 'r');
    expect(() => test('Café')).not.toThrow();
    expect(() => test('Thé')).toThrow(expect.objectContaining({ code: 'wrong_company' }));
  });

  it('reads UTF-8 that came as Latin-1', () => {
    const raw = Buffer.from(fileOf('Café')).toString('latin1');
    expect(check(raw, 'Café')).not.toThrow();
    expect(check(Buffer.from(fileOf('Thé')).toString('latin1'), 'Café')).toThrow();
  });

  it.each([
    ['no header', undefined],
    ['no name', 'attachment'],
    ['another form of name', 'attachment; filename="report.csv"'],
    ['a name that can not be read', "attachment; filename*=UTF-8''%E0%A4%A"],
    ['no company in it', `attachment; filename="${fileOf('--')}"`],
  ])('learns nothing from %s', (_name, header) => {
    expect(() => assertFileOfCompany(header, TEMPLATE, ['Acme'], 'r')).not.toThrow();
  });

  it('asks nothing where the company is not known', () => {
    expect(check(fileOf('Acme'))).not.toThrow();
    expect(check(fileOf('Acme'), '')).not.toThrow();
  });

  it('does not tell the name', () => {
    expect(check(fileOf('Secret Ltd'), 'Acme')).toThrow(expect.not.stringMatching(/secret/i));
  });
});
