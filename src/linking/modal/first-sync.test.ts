import { expect, it } from 'vitest';
import { toFirstSyncPhase } from './first-sync.ts';

it.each([
  ['queued', null, 'starting'],
  ['running', null, 'reading'],
  ['succeeded', '2026-01-01T00:00:00Z', 'done'],
  ['partially_succeeded', '2026-01-01T00:00:00Z', 'done_partly'],
  ['held', '2026-01-01T00:00:00Z', 'held'],
  ['failed', '2026-01-01T00:00:00Z', 'failed'],
] as const)('a %s run is %s', (state, finished_at, phase) => {
  expect(toFirstSyncPhase({ state, employees: null, started_at: null, finished_at })).toBe(phase);
});

it('has not begun before there is a run', () => {
  expect(toFirstSyncPhase(null)).toBe('starting');
});
