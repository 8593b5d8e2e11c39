import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/duration.ts';
import { dueAt, isGood, retryAt } from './grant-schedule.ts';

const issuedAt = new Date('2026-11-22T00:00:00Z');
const after = (ms: number): Date => new Date(issuedAt.getTime() + ms);

test('new tokens are asked for with a third of the life left', () => {
  const life = { accessExpiresAt: after(24 * HOUR_MS), refreshExpiresAt: null, hasRefreshToken: true };
  expect(dueAt(life, issuedAt)).toEqual(after(16 * HOUR_MS));
});

test('a refresh token that ends before the access token sets the time', () => {
  const life = {
    accessExpiresAt: after(60 * DAY_MS),
    refreshExpiresAt: after(30 * DAY_MS),
    hasRefreshToken: true,
  };
  expect(dueAt(life, issuedAt)).toEqual(after(20 * DAY_MS));
});

test('without a refresh token there is nothing to ask for before the end', () => {
  const life = { accessExpiresAt: after(HOUR_MS), refreshExpiresAt: null, hasRefreshToken: false };
  expect(dueAt(life, issuedAt)).toEqual(after(HOUR_MS));
});

test('a token in its last minute is not handed out', () => {
  expect(isGood(after(HOUR_MS), after(HOUR_MS - 2 * MINUTE_MS))).toBe(true);
  expect(isGood(after(HOUR_MS), after(HOUR_MS - MINUTE_MS))).toBe(false);
  expect(isGood(after(HOUR_MS), after(2 * HOUR_MS))).toBe(false);
});

test('failures are tried again later and later, at least every hour', () => {
  expect([1, 2, 3, 30].map((count) => retryAt(count, issuedAt))).toEqual([
    after(MINUTE_MS),
    after(2 * MINUTE_MS),
    after(4 * MINUTE_MS),
    after(HOUR_MS),
  ]);
});
