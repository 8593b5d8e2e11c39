import { describe, expect, it } from 'vitest';
import { backedOffSeconds, isSourceAway, nextProbeAt, nextSyncAt, spreadSeconds } from './schedule.ts';

const now = new Date('2026-11-22T12:00:00Z');

describe('the next sync', () => {
  it('lies one interval ahead, and up to a twentieth of it later', () => {
    expect(nextSyncAt(now, 3600, 0)).toEqual(new Date('2026-11-22T13:00:00Z'));
    expect(nextSyncAt(now, 3600, 0.5)).toEqual(new Date('2026-11-22T13:01:30Z'));
    expect(nextSyncAt(now, 3600, 0.999_999) < new Date('2026-11-22T13:03:00.001Z')).toBe(true);
  });
});

describe('the interval of an account that fails', () => {
  it('is the usual one after the first failure, and doubles with each one more', () => {
    expect([0, 1, 2, 3, 4].map((failures) => backedOffSeconds(600, failures, 21_600))).toEqual([
      600, 600, 1200, 2400, 4800,
    ]);
  });

  it('ends at the limit, and is never shorter than it was', () => {
    expect(backedOffSeconds(600, 10_000, 21_600)).toBe(21_600);
    expect(backedOffSeconds(86_400, 3, 21_600)).toBe(86_400);
  });
});

describe('a source that is away', () => {
  const limits = { breakerAccounts: 5, breakerRatio: 0.5 };

  it('is away for many accounts, and for a good part of those that tried', () => {
    expect(isSourceAway({ failed: 5, reached: 0 }, limits)).toBe(true);
    expect(isSourceAway({ failed: 5, reached: 5 }, limits)).toBe(true);
    expect(isSourceAway({ failed: 4, reached: 0 }, limits)).toBe(false);
    expect(isSourceAway({ failed: 5, reached: 6 }, limits)).toBe(false);
  });

  it('is tried again after a while that doubles up to a quarter of an hour', () => {
    const waits = [0, 1, 2, 3, 4, 50].map(
      (failed) => (nextProbeAt(now, 60, failed, 0).getTime() - now.getTime()) / 1000,
    );
    expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
  });

  it('is read again spread over the interval, an hour at most', () => {
    expect([600, 3600, 86_400].map(spreadSeconds)).toEqual([600, 3600, 3600]);
  });
});
