import { describe, expect, it } from 'vitest';
import { toCountryCode } from './country.ts';
import { toAmount } from './decimal.ts';
import { toEmail } from './email.ts';
import {
  stripParentheticalPrefix,
  toDisplayName,
  toNameKey,
  toPersonNameKey,
  turnLastFirst,
} from './name.ts';
import { toPhoneNumber } from './phone.ts';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
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

  it.each(['\u00A0', ' \u00A0\u2003 ', '\u3000', '\u200B', '\u200B \u2060', '\uFEFF', '\t\n'])(
    'calls %j blank, too',
    (text) => {
      expect(toText(text)).toBeNull();
    },
  );

  it('keeps what is no blank', () => {
    expect([toText('\u00A0Ada\u00A0Byron\u00A0'), toText('Ł'), toText('\u200Bx')]).toEqual([
      'Ada\u00A0Byron',
      'Ł',
      '\u200Bx',
    ]);
    expect(foldName('Ada\u00A0Byron')).toBe('ada byron');
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
    ['(Ex) (On Leave) Stone', 'Stone'],
    ['(Ex)', '(Ex)'],
    ['(Ex Stone', '(Ex Stone'],
    ['(Stone)', '(Stone)'],
    ['Stone (Jr)', 'Stone (Jr)'],
    [null, null],
  ])('stripped of its prefix %j is %j', (name, stripped) => {
    expect(stripParentheticalPrefix(name)).toBe(stripped);
  });

  it.each([
    ['Lovelace, Ada', 'Ada Lovelace'],
    [' van der Berg ,Mary Ann', 'Mary Ann van der Berg'],
    ['(Ex) Stone, Bob', 'Bob (Ex) Stone'],
    ['Bob Stone, Jr.', 'Bob Stone, Jr.'],
    ['Ada Stone, PhD', 'Ada Stone, PhD'],
    ['Stone, Jr., Bob', 'Stone, Jr., Bob'],
    ['Stone,', 'Stone,'],
    ['Ada Lovelace', 'Ada Lovelace'],
    [null, null],
  ])('turned, %j is %j', (name, turned) => {
    expect(turnLastFirst(name)).toBe(turned);
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
    ['0171-1234567', 'DE', '+491711234567'],
    ['55 1234 5678', 'MX', '+525512345678'],
    ['(416) 555-0143', 'CA', '+14165550143'],
    ['2 9374 4000', 'AU', '+61293744000'],
    ['+1 (212) 555-0143', 'GB', '+12125550143'],
    ['1-212-555-0143', null, '+12125550143'],
    ['212-555-0143 ext. 7', null, '+12125550143'],
    ['2125550143', null, '+12125550143'],
    ['212-555-0143', 'XX', '+12125550143'],
    ['555-1234', null, null],
    ['n/a', null, null],
    [null, null, null],
  ])('%j in %j -> %j', (text, country, number) => {
    expect(toPhoneNumber(text, country)).toBe(number);
  });
});

describe('the short cut for North American numbers', () => {
  const spellings = [
    (area: number) => `(${area}) 555-0143`,
    (area: number) => `(${area})234-0143`,
    (area: number) => `${area}-555-0143`,
    (area: number) => `${area}.911.0143`,
    (area: number) => `${area} 555 0143`,
    (area: number) => `+1 ${area} 555 0143`,
    (area: number) => `+1${area}5550143`,
    (area: number) => `1 (${area}) 200-0143`,
    (area: number) => `1${area}5550143`,
    (area: number) => `${area}-155-0143`,
  ];
  const areas = Array.from({ length: 1000 }, (_, area) => area).filter((area) => area >= 100);

  it.each(['US', 'CA', 'BS', 'GB'] as CountryCode[])('answers as the library does in %s', (country) => {
    for (const spell of spellings) {
      for (const area of areas) {
        const phone = parsePhoneNumberFromString(spell(area), country);
        expect(toPhoneNumber(spell(area), country), spell(area)).toBe(
          phone?.isPossible() ? phone.number : null,
        );
      }
    }
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
    ['-$1,000.5', -1000.5],
    [' 85000 ', 85000],
    ['85000.1234567', 85000.1234567],
    ['1,00', null],
    ['1,0000', null],
    ['(500.00)', null],
    ['$$500', null],
    ['85 000', null],
    ['85.000,00', null],
    ['85000 USD', null],
    ['0.1234567890123456789', null],
    ['9007199254740993', null],
    ['12.5k', null],
    ['1e5', null],
    ['', null],
    [null, null],
  ])('%j -> %j', (text, amount) => {
    expect(toAmount(text)).toBe(amount);
  });
});
