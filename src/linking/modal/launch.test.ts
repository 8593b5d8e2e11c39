import { expect, it } from 'vitest';
import { parseFragment } from './launch.ts';

it('reads token, origin and nonce', () => {
  expect(parseFragment('#token=a.b.c&origin=https%3A%2F%2Fpartner.example&nonce=n1')).toEqual({
    linkToken: 'a.b.c',
    origin: 'https://partner.example',
    nonce: 'n1',
  });
});

it('stands alone without an origin', () => {
  expect(parseFragment('#token=a.b.c')).toEqual({ linkToken: 'a.b.c', origin: null, nonce: null });
});

it.each([
  'https://partner.example/',
  'https://partner.example/settings',
  'https://user@partner.example',
  '*',
  'null',
  'javascript:alert(1)',
  'file:///',
])('sends no message to %s', (origin) => {
  expect(parseFragment(`#token=a.b.c&origin=${encodeURIComponent(origin)}`)?.origin).toBeNull();
});

it.each(['', '#', '#token=', '#origin=https%3A%2F%2Fpartner.example'])('finds no token in "%s"', (hash) => {
  expect(parseFragment(hash)).toBeNull();
});
