import { expect, it } from 'vitest';
import { remember } from './remember.ts';

function counted() {
  const asked: string[] = [];
  const length = remember((text) => {
    asked.push(text);
    return text.length;
  });
  return { asked, length };
}

it('asks once for each word', () => {
  const { asked, length } = counted();
  expect([length('a'), length('bb'), length('a'), length('bb')]).toEqual([1, 2, 1, 2]);
  expect(asked).toEqual(['a', 'bb']);
});

it('keeps no long text and no endless list', () => {
  const { asked, length } = counted();
  const long = 'x'.repeat(101);
  expect([length(long), length(long)]).toEqual([101, 101]);
  expect(asked).toHaveLength(2);
  for (let count = 0; count <= 1000; count += 1) length(`word ${count}`);
  length('word 0');
  expect(asked.filter((text) => text === 'word 0')).toHaveLength(2);
});
