import { describe, expect, it } from 'vitest';
import { toCountryCode } from './country.ts';
import { toAmount } from './decimal.ts';
import { toEmail } from './email.ts';
import { stripParentheticalPrefix, toDisplayName, toNameKey, toPersonNameKey } from './name.ts';
import { toPhoneNumber } from './phone.ts';
import { foldName, foldWord, toText } from './text.ts';

describe('text', () => {
  it('calls blank unknown', () => {
    expect([toText('  '), toText(''), toText(null), toText(undefined), toText(' a ')]).toEqual([
      null,
      null,
      null,
      null,
      'a',
    ]);
  });

  it('folds names and words for comparing', () => {
    expect(foldName('  Ada   LOVELACE ')).toBe('ada lovelace');
    expect(foldName('Jose\u0301')).toBe(foldName('Jos\u00e9'));
    expect(foldWord('Employee - Full Time (W-2)')).toBe('employeefulltimew2');
  });
});

describe('toEmail', () => {
  it.each([
    [' Ada@Acme.Example ', 'ada@acme.example'],
    ['n/a', null],
    ['a b@c', null],
    ['', null],
    [null, null],
  ])('%j -> %j', (text, email) => {
    expect(toEmail(text)).toBe(email);
  });
});

describe('names', () => {
  it.each([
    ['(Ex) Stone', 'Stone'],
    [' (A b)Stone', 'Stone'],
    ['(Stone)', '(Stone)'],
    ['Stone (Jr)', 'Stone (Jr)'],
    [null, null],
  ])('stripped of its prefix %j is %j', (name, stripped) => {
    expect(stripParentheticalPrefix(name)).toBe(stripped);
  });

  it('makes one key of the ways to write a person', () => {
    expect(toPersonNameKey('Bob', 'Stone')).toBe('bob stone');
    expect(toPersonNameKey(' BOB ', '(Ex)  Stone')).toBe('bob stone');
    expect(toNameKey('Bob (Ex) Stone')).toBe('bob stone');
    expect(toPersonNameKey('Bob', null)).toBeNull();
    expect(toPersonNameKey('(x)', 'Stone')).toBeNull();
    expect(toNameKey('( )')).toBeNull();
  });

  it.each([
    ['Bob', null, 'Stone', 'Bob Stone'],
    ['Robert', 'Bob', 'Stone', 'Bob Stone'],
    ['Robert', 'Bob Stone', 'Stone', 'Bob Stone'],
    ['Robert', null, null, 'Robert'],
    [null, null, null, null],
  ])('shows %j %j %j as %j', (first, preferred, last, shown) => {
    expect(toDisplayName(first, preferred, last)).toBe(shown);
  });
});

describe('toPhoneNumber', () => {
  it.each([
    ['(212) 555-0143', null, '+12125550143'],
    ['212.555.0143', 'US', '+12125550143'],
    ['+44 20 7946 0018', 'US', '+442079460018'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['212-555-0143', 'XX', '+12125550143'],
    ['555-1234', null, null],
    ['n/a', null, null],
    [null, null, null],
  ])('%j in %j -> %j', (text, country, number) => {
    expect(toPhoneNumber(text, country)).toBe(number);
  });
});

describe('toCountryCode', () => {
  it.each([
    ['US', 'US'],
    ['usa', 'US'],
    ['U.S.', 'US'],
    ['United States', 'US'],
    ['United States of America', 'US'],
    ['Germany', 'DE'],
    ['XX', null],
    ['Atlantis', null],
    ['', null],
    [null, null],
  ])('%j -> %j', (text, code) => {
    expect(toCountryCode(text)).toBe(code);
  });
});

describe('toAmount', () => {
  it.each([
    ['85000.00', 85000],
    ['$85,000.10', 85000.1],
    ['28.55', 28.55],
    ['0', 0],
    ['-1.5', -1.5],
    ['1,00', null],
    ['9007199254740993', null],
    ['12.5k', null],
    ['1e5', null],
    ['', null],
    [null, null],
  ])('%j -> %j', (text, amount) => {
    expect(toAmount(text)).toBe(amount);
  });
});
