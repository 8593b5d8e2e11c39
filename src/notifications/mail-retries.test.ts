import { expect, it } from 'vitest';
import { nextMailAttemptAt, toMailFailure } from './mail-retries.ts';

it.each([
  [
    { code: 'EENVELOPE', responseCode: 550 },
    { code: 'smtp_550', isPermanent: true },
  ],
  [
    { code: 'EENVELOPE', responseCode: 451 },
    { code: 'smtp_451', isPermanent: false },
  ],
  [
    { code: 'EAUTH', responseCode: 535 },
    { code: 'smtp_535', isPermanent: false },
  ],
  [{ code: 'ECONNECTION' }, { code: 'relay_unreachable', isPermanent: false }],
])('takes %o for %o', (fields, failure) => {
  expect(toMailFailure(Object.assign(new Error('550 <a@b.example> is unknown here'), fields))).toEqual(
    failure,
  );
});

it('waits longer after each try, and ends', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const waits = [1, 2, 3, 4, 5, 6, 7].map((made) => {
    const next = nextMailAttemptAt(made, now);
    return next && (next.getTime() - now.getTime()) / 60_000;
  });
  expect(waits).toEqual([1, 5, 30, 120, 360, 1440, null]);
});
