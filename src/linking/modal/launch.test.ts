import { expect, it } from 'vitest';
import { isFramedByItsOwn, parseFragment } from './launch.ts';

it('reads token, origin and nonce', () => {
  expect(parseFragment('#token=a.b.c&origin=https%3A%2F%2Fpartner.example&nonce=n1')).toEqual({
    linkToken: 'a.b.c',
    origin: 'https://partner.example',
    nonce: 'n1',
    theme: null,
  });
});

it('stands alone without an origin', () => {
  expect(parseFragment('#token=a.b.c')).toEqual({
    linkToken: 'a.b.c',
    origin: null,
    nonce: null,
    theme: null,
  });
});

it.each([
  ['light', 'light'],
  ['dark', 'dark'],
  ['auto', null],
  ['"><script>', null],
])('looks %s as the page around it asks', (asked, theme) => {
  expect(parseFragment(`#token=a.b.c&theme=${encodeURIComponent(asked)}`)?.theme).toBe(theme);
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

it.each([
  ['a page of its own', '', true],
  ['the organization of the token', '?o=org-1', true],
  ['another organization', '?o=org-2', false],
  ['no organization', '?o=', false],
])('may be framed as %s', (_what, search, isAllowed) => {
  const claims = Buffer.from('{"organization_id":"org-1"}').toString('base64url');
  const launch = { linkToken: `e30.${claims}.sig`, origin: null, nonce: null, theme: null };
  expect(isFramedByItsOwn(launch, search)).toBe(isAllowed);
});
