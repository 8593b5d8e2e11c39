import { expect, it } from 'vitest';
import { FlagsByText } from './flags-by-text.ts';

const texts = (count: number, kind: string) =>
  Array.from({ length: count }, (_, n) => `${kind}${n}@acme.example`);

it('finds each of two hundred thousand texts with its own flags, and none that was not added', () => {
  const index = new FlagsByText();
  const added = texts(200_000, 'ann.');
  for (const [n, text] of added.entries()) index.add(text, 1 << (n % 8));
  expect(added.every((text, n) => index.get(text) === 1 << (n % 8))).toBe(true);
  expect(texts(200_000, 'bob.').filter((text) => index.get(text) !== 0)).toEqual([]);
});

it('tells texts apart that are alike', () => {
  const index = new FlagsByText();
  for (const [n, text] of ['', 'a', 'aa', 'ab', 'ba', 'é', 'e\u0301', '🦀'].entries())
    index.add(text, 1 << n);
  expect(['', 'a', 'aa', 'ab', 'ba', 'é', 'e\u0301', '🦀', 'b'].map((text) => index.get(text))).toEqual([
    1, 2, 4, 8, 16, 32, 64, 128, 0,
  ]);
});

it('adds flags to those that a text has', () => {
  const index = new FlagsByText();
  index.add('ann', 1);
  index.add('ann', 4);
  expect(index.get('ann')).toBe(5);
});
