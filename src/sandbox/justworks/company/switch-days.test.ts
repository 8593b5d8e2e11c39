import { expect, it } from 'vitest';
import { lastFallBack, lastLeapDay, lastSpringForward } from './switch-days.ts';

it('knows the nights on which the clocks of the United States change', () => {
  expect([lastSpringForward('2026-03-08'), lastSpringForward('2026-03-09')]).toEqual([
    '2025-03-09',
    '2026-03-08',
  ]);
  expect([lastFallBack('2026-11-01'), lastFallBack('2026-11-22')]).toEqual(['2025-11-02', '2026-11-01']);
});

it('finds the last leap day, also over a century that has none', () => {
  expect([lastLeapDay('2026-11-22'), lastLeapDay('2024-02-29'), lastLeapDay('2024-03-01')]).toEqual([
    '2024-02-29',
    '2020-02-29',
    '2024-02-29',
  ]);
  expect(lastLeapDay('2104-02-29')).toBe('2096-02-29');
});
