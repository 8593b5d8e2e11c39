import { expect, test } from 'vitest';
import { isOverloaded } from './overload.ts';

test('load is shed beyond the limit only', () => {
  expect(isOverloaded(1499, 1500)).toBe(false);
  expect(isOverloaded(1501, 1500)).toBe(true);
});

test('a loop that stood still for a second breaks a shorter limit, and no longer one', () => {
  expect(isOverloaded(Infinity, 900)).toBe(true);
  expect(isOverloaded(Infinity, 1500)).toBe(false);
});
