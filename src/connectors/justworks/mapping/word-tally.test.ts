import { describe, expect, it } from 'vitest';
import { toGender } from './enums.ts';
import { createWordTally } from './word-tally.ts';

describe('createWordTally', () => {
  it('counts unknown words by shape, never by what they say', () => {
    const tally = createWordTally();
    for (const word of ['Agender', 'Bigende', 'Male', null]) tally.note('gender', toGender(word));
    tally.noteUnreadable('pay_rate', '12.5k');
    expect(tally.list()).toEqual([
      { field: 'gender', shape: 'Aaaaaaa', count: 2 },
      { field: 'pay_rate', shape: '99.9a', count: 1 },
    ]);
  });

  it('stays small whatever comes', () => {
    const tally = createWordTally();
    for (let length = 1; length <= 500; length += 1)
      tally.noteUnreadable(`field${length}`, 'x'.repeat(length));
    expect(tally.list()).toHaveLength(200);
  });
});
