import { expect, it } from 'vitest';
import { isNearAddress } from './near-address.ts';

const ISSUED = 'abcdefghijklmnopqrstuvwxyz';

it.each([
  ['a letter too few', 'bcdefghijklmnopqrstuvwxyz'],
  ['a letter too many', 'abcdefghijklmnoopqrstuvwxyz'],
  ['a wrong letter', 'abcdefghijk1mnopqrstuvwxyz'],
  ['two letters swapped', 'abcdefghijklmnopqrstuvwxzy'],
])('knows an address with %s', (_slip, typed) => {
  expect(isNearAddress(typed, ISSUED)).toBe(true);
});

it.each([
  ['the address itself', ISSUED],
  ['three wrong letters', 'abc1efg2ijk3mnopqrstuvwxyz'],
  ['half an address', 'abcdefghijklm'],
  ['another address', 'zyxwvutsrqponmlkjihgfedcba'],
])('takes %s for no slip', (_what, typed) => {
  expect(isNearAddress(typed, ISSUED)).toBe(false);
});
