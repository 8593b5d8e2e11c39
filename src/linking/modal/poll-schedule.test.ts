import { expect, it } from 'vitest';
import { pollDelayMs, retryDelayMs } from './poll-schedule.ts';

it('asks every second while something is on its way', () => {
  expect(pollDelayMs({ state: 'awaiting_invitation', sync: null })).toBe(1000);
  expect(pollDelayMs({ state: 'accepting_invitation', sync: null })).toBe(1000);
  expect(pollDelayMs({ state: 'verifying_permissions', sync: null })).toBe(1000);
});

it('stops when the session is over or the first sync has ended', () => {
  const sync = {
    state: 'running',
    phase: 'reading' as const,
    employees: 3,
    started_at: '2026-01-01T00:00:00Z',
    finished_at: null,
  };
  expect(pollDelayMs({ state: 'expired', sync: null })).toBeNull();
  expect(pollDelayMs({ state: 'linked', sync: null })).toBe(1000);
  expect(pollDelayMs({ state: 'linked', sync })).toBe(1000);
  expect(pollDelayMs({ state: 'linked', sync: { ...sync, finished_at: '2026-01-01T00:01:00Z' } })).toBeNull();
});

it('backs off by doubling, up to half a minute', () => {
  expect([1, 2, 3, 6, 60].map((failures) => retryDelayMs(failures, null))).toEqual([
    1000, 2000, 4000, 30000, 30000,
  ]);
});

it('waits as long as the service asks, within reason', () => {
  expect(retryDelayMs(1, 7000)).toBe(7000);
  expect(retryDelayMs(1, 3_600_000)).toBe(30000);
});
