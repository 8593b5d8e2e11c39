import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { Instant, List, OneOf } from './schemas/parts.ts';
import { compileValidator } from './validation.ts';

const query = Type.Object({
  names: Type.Optional(List(Type.String())),
  words: Type.Optional(List(OneOf('a', 'b'))),
  flag: Type.Optional(Type.Boolean()),
  size: Type.Optional(Type.Integer({ minimum: 1 })),
  since: Type.Optional(Instant),
  text: Type.Optional(Type.String()),
});
const readQuery = compileValidator({ schema: query, httpPart: 'querystring' });
const body = Type.Object({
  name: Type.String(),
  size: Type.Optional(Type.Integer()),
  more: Type.Optional(Type.Object({ a: Type.Optional(Type.Null()) })),
});
const readBody = compileValidator({ schema: body, httpPart: 'body' });

const pathOf = (result: unknown) => (result as { error: { instancePath: string }[] }).error[0]?.instancePath;

describe('a query', () => {
  it('has its lists comma-joined, repeated or both', () => {
    for (const names of ['x,y', ['x', 'y'], ['x,', ' y']])
      expect(readQuery({ names })).toEqual({ value: { names: ['x', 'y'] } });
    expect(readQuery({ names: ',' })).toEqual({ value: {} });
    expect(pathOf(readQuery({ words: 'a,c' }))).toBe('/words/1');
  });

  it('has its numbers and booleans read, and nothing guessed', () => {
    expect(readQuery({ size: '5', flag: 'True', text: '5' })).toEqual({
      value: { size: 5, flag: true, text: '5' },
    });
    expect(readQuery({ flag: '0' })).toEqual({ value: { flag: false } });
    for (const size of ['1.5', '0', '1e3', 'x', '9'.repeat(30), ['1', '2']])
      expect(pathOf(readQuery({ size }))).toBe('/size');
    for (const flag of ['maybe', 'yes']) expect(pathOf(readQuery({ flag }))).toBe('/flag');
  });

  it('takes a parameter without a value, and one that it does not know, as not given', () => {
    expect(readQuery({ size: '', flag: '', other: '1' })).toEqual({ value: {} });
  });

  it('takes instants that exist', () => {
    const good = [
      '2026-01-31',
      '2024-02-29T23:59:59.123456Z',
      '2026-01-31T12:00:00+14:00',
      '2026-01-31T12:00',
      '2026-01-31 12:00:00',
    ];
    for (const since of good) expect(readQuery({ since })).toEqual({ value: { since } });
    const bad = [
      '2026-02-29',
      '2026-1-1',
      '0000-01-01',
      '2026-01-01T24:01:00Z',
      '2026-01-01T12:60:00Z',
      '2026-01-01T00:00:00+15:00',
      'now',
    ];
    for (const since of bad)
      expect({ since, path: pathOf(readQuery({ since })) }).toEqual({ since, path: '/since' });
  });
});

describe('a body', () => {
  it('loses unknown fields at every depth and keeps its types', () => {
    expect(readBody({ name: 'n', other: 1, more: { a: null, b: 2 } })).toEqual({
      value: { name: 'n', more: { a: null } },
    });
    expect(pathOf(readBody({ name: 5 }))).toBe('/name');
    expect(pathOf(readBody({ name: 'n', size: '5' }))).toBe('/size');
    expect(pathOf(readBody({}))).toBe('');
    for (const none of [undefined, null, [], 'text']) expect(readBody(none)).toHaveProperty('error');
  });

  it('is refused with the character NUL, which Postgres can not store', () => {
    expect(pathOf(readBody({ name: 'a\0b' }))).toBe('/name');
  });
});
