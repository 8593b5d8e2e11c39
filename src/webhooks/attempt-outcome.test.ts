import { expect, it } from 'vitest';
import { judgeAttempt } from './attempt-outcome.ts';

it.each([
  [200, 'succeeded'],
  [204, 'succeeded'],
  [299, 'succeeded'],
  [300, 'failed'],
  [301, 'failed'],
  [307, 'failed'],
  [400, 'failed'],
  [404, 'failed'],
  [410, 'gone'],
  [429, 'failed'],
  [500, 'failed'],
  [503, 'failed'],
  [null, 'failed'],
])('judges %s as %s', (statusCode, verdict) => {
  expect(judgeAttempt({ statusCode })).toBe(verdict);
});
