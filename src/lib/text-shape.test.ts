import { describe, expect, it } from 'vitest';
import { toTextShape } from './text-shape.ts';

describe('toTextShape', () => {
  it.each([
    ['Co-op 2', 'Aa-aa 9'],
    ['Ébène', 'Aaaaa'],
    ['日本', 'aa'],
    ['x'.repeat(100), 'a'.repeat(40)],
  ])('%j -> %j', (word, shape) => {
    expect(toTextShape(word, 40)).toBe(shape);
  });
});
