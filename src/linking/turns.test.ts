import { describe, expect, test } from 'vitest';
import { takeTurn, type Turn } from './turns.ts';

const THREE = { atOnce: 3, refillMs: 60_000 };
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20) + seconds * 1000);

/** Takes turns one after another at these seconds; a number is the wait that is told. */
function takeAt(...seconds: number[]): (true | number)[] {
  let spentUntil: Date | null = null;
  return seconds.map((second) => {
    const turn: Turn = takeTurn(spentUntil, at(second), THREE);
    if (!turn.isFree) return turn.retryAfterSeconds;
    spentUntil = turn.spentUntil;
    return true;
  });
}

describe('turns', () => {
  test('are free as often as is allowed at once, then one by one', () => {
    expect(takeAt(0, 0, 0, 0, 59, 60, 60)).toEqual([true, true, true, 60, 1, true, 60]);
  });

  test('are as many as before after a pause, and never more', () => {
    expect(takeAt(0, 0, 0, 100_000, 100_000, 100_000, 100_000)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      60,
    ]);
  });

  test('that were refused cost nothing, and are free when the wait that was told is over', () => {
    expect(takeAt(0, 0, 0, 30, 30, 30, 59.5, 60)).toEqual([true, true, true, 30, 30, 30, 1, true]);
  });
});
