import { describe, expect, it } from 'vitest';
import { DEFAULT_SCOPES, type Scopes } from '../hris/scopes.ts';
import { toAgreement, toPlainText, writeConsent, type ConsentSubject } from './consent-text.ts';

const SUBJECT: ConsentSubject = {
  organization: 'Northwind Rostering',
  employer: 'Lakeside Bakery Inc.',
  source: 'Justworks',
  method: 'service_account',
  scopes: DEFAULT_SCOPES,
  syncIntervalSeconds: 3600,
};
const section = (key: string, change: Partial<ConsentSubject> = {}, language: 'en' | 'de' = 'en') =>
  writeConsent({ ...SUBJECT, ...change }, language).sections.find((one) => one.key === key)!;

describe('how often is read', () => {
  it.each([
    [600, 'every 10 minutes', 'alle 10 Minuten'],
    [5400, 'every 90 minutes', 'alle 90 Minuten'],
    [3600, 'every hour', 'jede Stunde'],
    [21_600, 'every 6 hours', 'alle 6 Stunden'],
    [86_400, 'once a day', 'einmal am Tag'],
  ])('every %i seconds is %s', (syncIntervalSeconds, english, german) => {
    expect(section('often', { syncIntervalSeconds }).text).toContain(`then ${english}, and`);
    expect(section('often', { syncIntervalSeconds }, 'de').text).toContain(`dann ${german}, und`);
  });
});

describe('what is read', () => {
  it('is told in one sentence first, then field by field', () => {
    const { text, groups } = section('what');
    for (const { title } of groups) expect(text).toContain(title);
    const people = groups.find(({ title }) => title === 'People')!;
    expect(people.fields.split(', ')).toHaveLength(DEFAULT_SCOPES.Employee!.length);
  });

  it('calls out what people guard most, and nothing where nothing of it is asked for', () => {
    const withNumber: Scopes = { Employee: ['first_name', 'ssn', 'date_of_birth'] };
    expect(section('what', { scopes: withNumber }).emphasis).toBe(
      'Sensitive among it: Social Security number and date of birth.',
    );
    expect(section('what', { scopes: withNumber }, 'de').emphasis).toContain('Geburtsdatum');
    expect(section('what', { scopes: { Employee: ['first_name'] } }).emphasis).toBeNull();
  });
});

it.each([
  ['who reads', { organization: 'Another' }],
  ['whose people', { employer: 'Another Inc.' }],
  ['by which way in', { method: 'oauth' }],
  ['what', { scopes: { Employee: ['first_name'] } }],
  ['how often', { syncIntervalSeconds: 600 }],
] as const)('is another agreement when it changes %s', (_what, change) => {
  const [before, after] = [SUBJECT, { ...SUBJECT, ...change }].map((one) => writeConsent(one, 'en'));
  expect(toAgreement(after!)).not.toBe(toAgreement(before!));
  expect(toAgreement(writeConsent({ ...SUBJECT }, 'en'))).toBe(toAgreement(before!));
  expect(toAgreement(writeConsent(SUBJECT, 'de'))).not.toBe(toAgreement(before!));
});

it('ends with what the admin says, with one full stop after a name that has its own', () => {
  const lines = toPlainText(writeConsent(SUBJECT, 'en')).split('\n');
  expect(lines.at(-1)).toBe('I agree, and I may decide this for Lakeside Bakery Inc.');
});
