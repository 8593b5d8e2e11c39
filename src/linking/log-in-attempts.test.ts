import { describe, expect, test } from 'vitest';
import { toLogInAttempts } from './log-in-attempts.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
/** What is left, and in how many minutes the next one is taken, after refusals so many minutes ago. */
function after(...minutesAgo: number[]) {
  const { left, closedUntil } = toLogInAttempts(
    minutesAgo.map((minutes) => new Date(NOW - minutes * 60_000)),
    new Date(NOW),
  );
  return [left, closedUntil && (closedUntil.getTime() - NOW) / 60_000];
}

describe('log-ins that may still be tried', () => {
  test('are three in an hour', () => {
    expect([after(), after(5), after(5, 9), after(5, 9, 20)]).toEqual([
      [3, null],
      [2, null],
      [1, null],
      [0, 40],
    ]);
  });

  test('are four in a day, so that the fifth, which locks many an account, is the person’s own', () => {
    expect(after(60, 61, 62)).toEqual([1, null]);
    expect(after(1, 70, 71, 72)).toEqual([0, 24 * 60 - 72]);
    expect(after(24 * 60, 24 * 60 + 1, 24 * 60 + 2, 24 * 60 + 3)).toEqual([3, null]);
  });
});
