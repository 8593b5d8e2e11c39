import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { sealBytes, unsealBytes } from './sealed-envelope.ts';

const key = randomBytes(32);
const plain = Buffer.from('a password');

it('opens what was sealed with the same key for the same purpose', () => {
  expect(unsealBytes(key, 'account:1|password', sealBytes(key, 'account:1|password', plain))).toEqual(plain);
});

it('opens nothing for another account, another field or another key', () => {
  const sealed = sealBytes(key, 'account:1|password', plain);
  expect(() => unsealBytes(key, 'account:2|password', sealed)).toThrowError(/could not be unsealed/);
  expect(() => unsealBytes(key, 'account:1|secret', sealed)).toThrowError(/could not be unsealed/);
  expect(() => unsealBytes(randomBytes(32), 'account:1|password', sealed)).toThrowError(
    /could not be unsealed/,
  );
});

it('opens nothing in which any one byte was changed, or that was cut', () => {
  const sealed = sealBytes(key, 'p', plain);
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index]! ^= 1;
    expect(() => unsealBytes(key, 'p', changed)).toThrow();
    expect(() => unsealBytes(key, 'p', sealed.subarray(0, index))).toThrow();
  }
});

it('never gives the same bytes twice', () => {
  expect(sealBytes(key, 'p', plain).equals(sealBytes(key, 'p', plain))).toBe(false);
});
