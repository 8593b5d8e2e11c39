import { expect, it } from 'vitest';
import { hashFields } from './fingerprint.ts';

it('is the same for the same fields in any order, and another for any other value', () => {
  const hash = hashFields({ name: 'New York', country: null });
  expect(hash).toHaveLength(32);
  expect(hashFields({ country: null, name: 'New York' })).toEqual(hash);
  expect(hashFields({ name: 'New York', country: '' })).not.toEqual(hash);
  expect(hashFields({ name: 'New  York', country: null })).not.toEqual(hash);
});
