import { setImmediate as endOfTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inOneTurn } from './exchange-batch.ts';

it('hands over ten at once, and what is left at the end of the turn', async () => {
  const sent: number[][] = [];
  const give = inOneTurn((items: number[]) => sent.push(items));
  const upTo = (from: number, count: number) => Array.from({ length: count }, (_, place) => from + place);
  upTo(1, 23).forEach(give);
  expect(sent).toEqual([upTo(1, 10), upTo(11, 10)]);
  await endOfTurn();
  expect(sent).toEqual([upTo(1, 10), upTo(11, 10), [21, 22, 23]]);
  // A turn that has handed over all it was given hands over nothing more, and the next one begins anew.
  upTo(24, 10).forEach(give);
  await endOfTurn();
  give(34);
  expect(sent).toHaveLength(4);
  await endOfTurn();
  expect(sent.slice(3)).toEqual([upTo(24, 10), [34]]);
});
