import { expect, it } from 'vitest';
import { toFirstSyncPhase } from './first-sync.ts';

it.each([
  ['queued', 'queued', 'starting'],
  ['running', 'reading', 'reading'],
  ['running', 'applying', 'applying'],
  ['succeeded', 'ended', 'done'],
  ['unchanged', 'ended', 'done'],
  ['partially_succeeded', 'ended', 'done_partly'],
  ['held', 'applying', 'held'],
  ['failed', 'ended', 'failed'],
  ['of a later release', 'ended', 'done'],
] as const)('a %s run that is %s is %s', (state, phase, shown) => {
  const sync = { state, phase, employees: null, started_at: null, finished_at: null };
  expect(toFirstSyncPhase(sync)).toBe(shown);
});

it('has not begun before there is a run', () => {
  expect(toFirstSyncPhase(null)).toBe('starting');
});
