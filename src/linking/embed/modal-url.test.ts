import { expect, it } from 'vitest';
import { toModalUrl, type ModalUrlParts } from './modal-url.ts';

const linkToken = `e30.${Buffer.from('{"organization_id":"org-1"}').toString('base64url')}.sig`;
const parts: ModalUrlParts = {
  linkToken,
  scriptUrl: 'https://hr.example:8443/link/muster-link.js?v=3',
  apiUrl: undefined,
  pageOrigin: 'https://partner.example',
  nonce: 'n1',
};

it('stands beside the script, names the organization, and keeps the token in the fragment', () => {
  const url = toModalUrl(parts);
  expect(url.origin + url.pathname + url.search).toBe('https://hr.example:8443/link?o=org-1');
  expect(Object.fromEntries(new URLSearchParams(url.hash.slice(1)))).toEqual({
    token: linkToken,
    origin: 'https://partner.example',
    nonce: 'n1',
  });
});

it('says how the page looks, where the page says it', () => {
  const url = toModalUrl({ ...parts, theme: 'dark' });
  expect(new URLSearchParams(url.hash.slice(1)).get('theme')).toBe('dark');
});

it('follows a service under a path', () => {
  const url = toModalUrl({ ...parts, scriptUrl: 'https://hr.example/muster/link/muster-link.js' });
  expect(url.pathname).toBe('/muster/link');
});

it('takes apiUrl before the address of the script', () => {
  const url = toModalUrl({ ...parts, apiUrl: 'https://api.example/' });
  expect(url.origin + url.pathname).toBe('https://api.example/link');
});

it.each([
  ['a token that is none', { linkToken: 'junk' }, /not a link token/],
  ['no address of the service', { scriptUrl: null }, /set apiUrl/],
  ['a page without an origin', { pageOrigin: 'null' }, /no origin/],
])('refuses %s', (_what, change, message) => {
  expect(() => toModalUrl({ ...parts, ...change })).toThrow(message);
});
