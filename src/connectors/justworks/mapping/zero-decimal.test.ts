import { expect, it } from 'vitest';
import { toCurrencyCode, toMajorUnits } from './zero-decimal.ts';

it.each([
  [4500, 'USD', 45],
  [2855, 'usd', 28.55],
  [8_500_001, 'EUR', 85_000.01],
  [5000, 'JPY', 5000],
  [12_345, 'KWD', 12.345],
  [4500, null, 45],
  [-1005, 'USD', -10.05],
  [0, 'USD', 0],
  [null, 'USD', null],
  [4500, 'dollars', null],
])('%j of %j is %j', (minor, currency, amount) => {
  expect(toMajorUnits(minor, currency)).toBe(amount);
});

it('takes a currency for a code only where it is one', () => {
  expect([toCurrencyCode('usd'), toCurrencyCode('$'), toCurrencyCode(null)]).toEqual(['USD', null, null]);
});
