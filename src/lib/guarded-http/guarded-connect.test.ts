import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { guardLookup } from './guarded-connect.ts';

const loopback = { address: '127.0.0.1', family: 4 };
const mapped = { address: '::ffff:10.0.0.1', family: 6 };
const publicV4 = { address: '8.8.8.8', family: 4 };
const publicV6 = { address: '2606:4700::1111', family: 6 };

/** What a connection would be given when the resolver answers so. */
function lookUp(answer: LookupAddress[], isAllWanted: boolean): Promise<unknown> {
  const resolver: LookupFunction = (_, __, callback) => callback(null, answer);
  return new Promise((resolve, reject) => {
    guardLookup(resolver)('partner.example.com', { all: isAllWanted }, (error, address, family) =>
      error ? reject(error) : resolve(isAllWanted ? address : { address, family }),
    );
  });
}

describe('guardLookup', () => {
  it('leaves out what is not public', async () => {
    const answer = [loopback, publicV6, mapped, publicV4];
    await expect(lookUp(answer, true)).resolves.toEqual([publicV6, publicV4]);
    await expect(lookUp(answer, false)).resolves.toEqual(publicV6);
  });

  it.each([[[loopback]], [[mapped, loopback]], [[]]])('refuses %j', async (answer) => {
    await expect(lookUp(answer, true)).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' });
    await expect(lookUp(answer, false)).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' });
  });

  it('hands on what the resolver failed with', async () => {
    const failure = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const looked = new Promise((resolve) =>
      guardLookup((_, __, callback) => callback(failure, ''))('x', {}, resolve),
    );
    await expect(looked).resolves.toBe(failure);
  });
});
