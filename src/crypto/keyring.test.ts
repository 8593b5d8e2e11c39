import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { parseKeyring } from './keyring.ts';

const encoded = (): string => randomBytes(32).toString('base64');

it('seals with the first key and still knows the older ones', () => {
  const ring = parseKeyring(`new:${encoded()}, old:${encoded()}`);
  expect(ring.currentId).toBe('new');
  expect(ring.get('old')).toHaveLength(32);
  expect(() => ring.get('lost')).toThrowError(/lost is not configured/);
});

it('refuses a short key, a key without an id and an id that stands twice', () => {
  expect(() => parseKeyring('k:c2hvcnQ=')).toThrowError(/32 bytes/);
  expect(() => parseKeyring(encoded())).toThrowError(/id:base64/);
  expect(() => parseKeyring(`k:${encoded()},k:${encoded()}`)).toThrowError(/id of its own/);
  expect(() => parseKeyring(' , ')).toThrowError(/At least one/);
});
