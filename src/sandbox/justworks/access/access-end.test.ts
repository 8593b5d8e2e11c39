import { expect, it } from 'vitest';
import { hasAccess } from './access-end.ts';

it.each([
  ['2026-06-30', '2026-07-01T05:59:59Z', '2026-07-01T06:00:00Z'],
  ['2026-12-31', '2027-01-01T06:59:59Z', '2027-01-01T07:00:00Z'],
  // 2:00 AM does not exist on this night: the clock goes from 1:59 to 3:00.
  ['2026-03-07', '2026-03-08T06:59:59Z', '2026-03-08T07:00:00Z'],
  // 1:00 AM comes twice, 2:00 AM once.
  ['2026-10-31', '2026-11-01T06:59:59Z', '2026-11-01T07:00:00Z'],
])('ends at 2:00 AM in New York after %s', (terminationDate, before, after) => {
  expect(hasAccess({ terminationDate }, new Date(before))).toBe(true);
  expect(hasAccess({ terminationDate }, new Date(after))).toBe(false);
});

it('has no end without a termination', () => {
  expect(hasAccess({ terminationDate: null }, new Date('2099-01-01T00:00:00Z'))).toBe(true);
});
