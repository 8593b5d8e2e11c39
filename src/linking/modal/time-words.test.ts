import { expect, it } from 'vitest';
import { toDay, toMoment, toTimeOfDay, toWait } from './time-words.ts';

it('says how long to wait, never too short', () => {
  const waits = [1, 1_000, 42_001, 120_000, 120_001, 3_600_000, 7_200_001].map((ms) => toWait(ms, 'en-US'));
  expect(waits).toEqual([
    '1 second',
    '1 second',
    '43 seconds',
    '120 seconds',
    '3 minutes',
    '60 minutes',
    '3 hours',
  ]);
  expect(toWait(3_600_000, 'de-DE')).toBe('60 Minuten');
});

it('names the weekday of a time that is not today', () => {
  const now = new Date(2026, 10, 20, 9, 0);
  const at = (day: number) => new Date(2026, 10, day, 16, 5).toISOString();
  expect(toTimeOfDay(at(20), 'en-US', now)).not.toMatch(/day/);
  expect(toTimeOfDay(at(20), 'en-US', now)).toContain('4:05');
  expect(toTimeOfDay(at(21), 'en-US', now)).toMatch(/Saturday.*4:05/);
  expect(toTimeOfDay(at(21), 'de-DE', now)).toMatch(/Samstag.*16:05/);
});

it('names a day in full', () => {
  expect(toDay(new Date(2026, 10, 3, 12).toISOString(), 'de-DE')).toBe('3. November 2026');
});

it('tells a moment to the minute or to the second, and nothing of one that has not come', () => {
  const at = new Date(2026, 10, 20, 16, 5, 9).toISOString();
  expect(toMoment(at, 'de-DE')).toBe('20.11.2026, 16:05');
  expect(toMoment(at, 'de-DE', 'second')).toBe('20.11.2026, 16:05:09');
  expect(toMoment(null, 'de-DE')).toBeNull();
});
