import { expect, test } from 'vitest';
import { listSeenFields } from './seen-fields.ts';

const row = (data: unknown) => [{ path: '/v1/members', data }];

test('tells each field’s place, types, how often it is filled, and some values', () => {
  const seen = listSeenFields([
    row({ id: 'm1', profile: { size: 1.5 }, tags: ['a'] }),
    row({ id: 'm2', profile: { size: 2 }, tags: null }),
    row({ id: 'm2', profile: {}, tags: [] }),
    row({ id: 'm4', flag: true }),
  ]);
  expect(seen).toEqual([
    {
      urlPath: '/v1/members',
      traversalPath: ['id'],
      types: ['string'],
      coverage: 1,
      examples: ['m1', 'm2', 'm4'],
    },
    {
      urlPath: '/v1/members',
      traversalPath: ['profile', 'size'],
      types: ['integer', 'number'],
      coverage: 0.5,
      examples: [1.5, 2],
    },
    {
      urlPath: '/v1/members',
      traversalPath: ['tags'],
      types: ['array'],
      coverage: 0.5,
      examples: [['a'], []],
    },
    {
      urlPath: '/v1/members',
      traversalPath: ['flag'],
      types: ['boolean'],
      coverage: 0.25,
      examples: [true],
    },
  ]);
});

test('counts each path by itself', () => {
  const seen = listSeenFields([
    [...row({ a: 1 }), { path: '/v1/company', data: { a: 1 } }],
    row({ a: null }),
  ]);
  expect(seen.map(({ urlPath, coverage }) => [urlPath, coverage])).toEqual([
    ['/v1/members', 0.5],
    ['/v1/company', 1],
  ]);
});

test('keeps long values, deep branches and endless keys in bounds', () => {
  expect(listSeenFields([row({ a: 'x'.repeat(300) })])[0]!.examples).toEqual([]);
  const deep = { a: { b: { c: { d: { e: { f: { g: { h: 1 } } } } } } } };
  expect(listSeenFields([row(deep)]).map(({ traversalPath }) => traversalPath.length)).toEqual([6]);
  const wide = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`k${index}`, index]));
  expect(listSeenFields([row(wide)])).toHaveLength(500);
});
