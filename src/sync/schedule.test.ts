import { expect, it } from 'vitest';
import { nextSyncAt } from './schedule.ts';

it('lies one interval ahead, and up to a twentieth of it later', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  expect(nextSyncAt(now, 3600, 0)).toEqual(new Date('2026-11-22T13:00:00Z'));
  expect(nextSyncAt(now, 3600, 0.5)).toEqual(new Date('2026-11-22T13:01:30Z'));
  expect(nextSyncAt(now, 3600, 0.999_999) < new Date('2026-11-22T13:03:00.001Z')).toBe(true);
});
