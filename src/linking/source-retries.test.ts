import { expect, it } from 'vitest';
import { sourceRetryDelayMs } from './source-retries.ts';

it('waits twice as long after each try, and never longer than five minutes', () => {
  const seconds = [1, 2, 3, 6, 7, 8, 500].map((tries) => sourceRetryDelayMs(tries, undefined) / 1000);
  expect(seconds).toEqual([5, 10, 20, 160, 300, 300, 300]);
});

it.each([
  [60_000, 60_000],
  [1_000, 5_000],
  [86_400_000, 300_000],
])('obeys a source that asks for %i ms within its own bounds', (asked, waits) => {
  expect(sourceRetryDelayMs(1, asked)).toBe(waits);
});
