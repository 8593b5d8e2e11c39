import { expect, it } from 'vitest';
import { createToken, parseToken, randomBase62, TOKEN_PATTERN } from './token-hash.ts';

it('makes keys that name their environment and kind and pass their own check', () => {
  const key = createToken('live', 'key');
  expect(key).toMatch(TOKEN_PATTERN);
  expect(parseToken(key, 'key')).toBe('live');
  expect(parseToken(createToken('test', 'acct'), 'acct')).toBe('test');
});

it('refuses a token of another kind and every single changed character', () => {
  const key = createToken('live', 'key');
  expect(parseToken(key, 'acct')).toBeUndefined();
  for (let index = 0; index < key.length; index += 1) {
    const other = key[index] === 'x' ? 'y' : 'x';
    expect(parseToken(key.slice(0, index) + other + key.slice(index + 1), 'key')).toBeUndefined();
  }
});

it('refuses ten thousand random texts of the right shape', () => {
  let accepted = 0;
  for (let i = 0; i < 10_000; i += 1)
    if (parseToken(`muster_live_key_${randomBase62(38)}`, 'key')) accepted += 1;
  expect(accepted).toBe(0);
});
