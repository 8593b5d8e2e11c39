import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RowsDigest } from './rows-digest.ts';

function digestOf(...rows: string[]) {
  const digest = new RowsDigest();
  for (const row of rows) digest.add(row);
  return digest.toJSON();
}

describe('RowsDigest', () => {
  it('is of the rows in any order', () => {
    expect(digestOf('a', 'b', 'c')).toEqual(digestOf('c', 'a', 'b'));
  });

  it.each([
    ['one that differs', ['a', 'b', 'd']],
    ['one that is missing', ['a', 'b']],
    ['one that comes twice', ['a', 'b', 'c', 'c']],
    ['one in place of another', ['a', 'b', 'b']],
  ])('tells %s', (_what, rows) => {
    expect(digestOf(...rows)).not.toEqual(digestOf('a', 'b', 'c'));
  });

  it('adds up SHA-256 as whole numbers modulo 2^256', () => {
    const rows = Array.from({ length: 500 }, (_, number) => `row ${number}`);
    const numbers = rows.map((row) =>
      BigInt(`0x${createHash('sha256').update(row).digest().reverse().toString('hex')}`),
    );
    const sum = numbers.reduce((total, number) => total + number, 0n) % 2n ** 256n;
    const expected = Buffer.from(sum.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex');
    expect(digestOf(...rows)).toEqual({ rows: 500, sum: expected });
  });
});
