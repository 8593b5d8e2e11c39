import { describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS, nextAttemptAt } from './retry-schedule.ts';

const now = new Date('2026-11-22T04:00:00Z');

/** Seconds until the attempt after `attemptsMade`. */
function secondsAfter(attemptsMade: number, random: number, retryAfter: string | null = null): number {
  return (nextAttemptAt({ attemptsMade, now, random, retryAfter })!.getTime() - now.getTime()) / 1000;
}

const EXPECTED_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

const LONG = 7200;

describe('nextAttemptAt', () => {
  it.each([0, 0.3, 0.999999])('takes 75 hours at least, whatever the jitter (%d)', (random) => {
    const seconds = EXPECTED_SECONDS.map((_, index) => secondsAfter(index + 1, random));
    expect(seconds.reduce((sum, one) => sum + one)).toBeGreaterThanOrEqual(75 * 3600);
  });

  it('waits 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h: ten attempts in 75 h 35 min', () => {
    const seconds = EXPECTED_SECONDS.map((plain, index) => secondsAfter(index + 1, plain < LONG ? 0.5 : 0));
    expect(seconds).toEqual(EXPECTED_SECONDS);
    expect(seconds.reduce((sum, one) => sum + one)).toBe(75 * 3600 + 35 * 60 + 5);
  });

  it('ends after the tenth attempt', () => {
    expect(MAX_ATTEMPTS).toBe(10);
    expect(nextAttemptAt({ attemptsMade: 10, now, random: 0.5, retryAfter: null })).toBeNull();
    expect(nextAttemptAt({ attemptsMade: 11, now, random: 0.5, retryAfter: '60' })).toBeNull();
  });

  it.each(EXPECTED_SECONDS.map((seconds, index) => [index + 1, seconds] as const))(
    'keeps the jitter after attempt %i within a fifth of %i s',
    (attemptsMade, seconds) => {
      expect(secondsAfter(attemptsMade, 0)).toBeCloseTo(seconds < LONG ? seconds * 0.8 : seconds, 3);
      expect(secondsAfter(attemptsMade, 0.999999)).toBeCloseTo(seconds * 1.2, 0);
      expect(secondsAfter(attemptsMade, 0.999999)).toBeLessThanOrEqual(seconds * 1.2);
    },
  );

  it.each([
    ['seconds', '120', 120],
    ['an HTTP date', 'Sun, 22 Nov 2026 04:10:00 GMT', 600],
    ['less than the schedule', '1', 5],
    ['a date in the past', 'Sun, 22 Nov 2020 04:10:00 GMT', 5],
    ['an absurd number', '99999999999999999999', 86_400],
    ['an absurd date', 'Fri, 22 Nov 2999 04:10:00 GMT', 86_400],
    ['a negative number', '-5', 5],
    ['junk', 'soon', 5],
    ['nothing', '', 5],
  ])('takes a Retry-After of %s within its bounds', (_, retryAfter, seconds) => {
    expect(secondsAfter(1, 0.5, retryAfter)).toBe(seconds);
  });
});
