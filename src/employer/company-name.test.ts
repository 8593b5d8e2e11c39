import { describe, expect, test } from 'vitest';
import { isErasePhrase, toCompanyName, toErasePhrase } from './company-name.ts';

const names = { remote_company_name: 'Lakeside Bakery Inc.', end_user_organization_name: 'Lakeside' };
const unnamed = { remote_company_name: null, end_user_organization_name: null };

describe('the name of the company', () => {
  test('is the one of the source, then the one of the partner', () => {
    expect(toCompanyName(names)).toBe('Lakeside Bakery Inc.');
    expect(toCompanyName({ ...names, remote_company_name: null })).toBe('Lakeside');
    expect(toCompanyName(unnamed)).toBeNull();
  });

  test('is what must be typed; a word stands in for a name that nobody knows', () => {
    expect(toErasePhrase(names)).toBe('Lakeside Bakery Inc.');
    expect(toErasePhrase(unnamed)).toBe('ERASE');
    expect(toErasePhrase({ ...unnamed, remote_company_name: '  ' })).toBe('ERASE');
  });

  test.each([
    ['Lakeside Bakery Inc.', true],
    ['  lakeside  bakery inc. ', true],
    ['Lakeside Bakery', false],
    ['Lakeside', false],
    ['ERASE', false],
    ['', false],
  ])('typed as %j', (typed, isIt) => {
    expect(isErasePhrase(typed, names)).toBe(isIt);
  });

  test('is never agreed to by typing nothing', () => {
    expect(isErasePhrase('', unnamed)).toBe(false);
    expect(isErasePhrase(' ', { ...unnamed, end_user_organization_name: ' ' })).toBe(false);
  });
});
