import { describe, expect, it } from 'vitest';
import { hashFilters, readCursor, writeCursor, type CursorPosition } from './cursor.ts';

const key = new Uint8Array(32).fill(7);
const filters = hashFilters({ account: 'a', list: 'employees', filters: { employment_status: 'ACTIVE' } });
const position: CursorPosition = {
  direction: 'next',
  value: '2026-11-22 04:00:00.123456+00',
  id: '0199aaaa-0000-7000-8000-000000000001',
};

const invalid = expect.objectContaining({
  kind: 'invalid_input',
  code: 'cursor_invalid',
  pointer: '/cursor',
});

describe('cursor', () => {
  it('gives back the position, in both directions, with every microsecond', () => {
    expect(readCursor(key, filters, writeCursor(key, filters, position))).toEqual(position);
    const back: CursorPosition = { ...position, direction: 'previous' };
    expect(readCursor(key, filters, writeCursor(key, filters, back))).toEqual(back);
  });

  it('does not depend on the order in which filters are named', () => {
    expect(hashFilters({ a: 1, b: 2 })).toBe(hashFilters({ b: 2, a: 1 }));
  });

  it('refuses other filters, another key, a changed payload and junk', () => {
    const cursor = writeCursor(key, filters, position);
    const forged = `${Buffer.from('["next","1970-01-01","x"]').toString('base64url')}.${cursor.split('.')[1]!}`;
    const refused: [Uint8Array, string, string][] = [
      [key, hashFilters({ account: 'b' }), cursor],
      [new Uint8Array(32), filters, cursor],
      [key, filters, forged],
      [key, filters, `${cursor}.x`],
      [key, filters, cursor.slice(0, -4)],
      [key, filters, 'junk'],
      [key, filters, ''],
    ];
    for (const [refusedKey, refusedFilters, text] of refused) {
      expect(() => readCursor(refusedKey, refusedFilters, text)).toThrow(invalid);
    }
  });
});
