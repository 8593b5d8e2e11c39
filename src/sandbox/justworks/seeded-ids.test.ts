import { expect, test } from 'vitest';
import { SeededIds } from './seeded-ids.ts';

const clockAt = (time: string) => ({ now: () => new Date(time) });
const CLOCK = clockAt('2026-11-18T15:00:00Z');

test('the same seed, clock and order give the same ids, and no id twice', () => {
  const one = new SeededIds('seed', CLOCK);
  const other = new SeededIds('seed', CLOCK);
  const ids = [one.token('session'), one.token('session'), one.uuid('report'), one.token('csrf')];
  expect([other.token('session'), other.token('session'), other.uuid('report'), other.token('csrf')]).toEqual(
    ids,
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('another seed, or the same one started at another time, gives other ids', () => {
  const ids = [
    new SeededIds('seed', CLOCK),
    new SeededIds('seeds', CLOCK),
    new SeededIds('seed', clockAt('2026-11-18T15:00:01Z')),
  ].map((source) => source.token('session'));
  expect(new Set(ids).size).toBe(3);
});

test('a uuid says that it is one of version 4', () => {
  expect(new SeededIds('seed', CLOCK).uuid('report')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
