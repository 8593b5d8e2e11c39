import { describe, expect, test } from 'vitest';
import { createMappingComputer, type ReadyMapping } from './compute-mappings.ts';
import { compileExpression } from './expression.ts';

const mapping = (some: Partial<ReadyMapping> & { jmesPath?: string } = {}): ReadyMapping => {
  const { jmesPath, ...rest } = some;
  return {
    id: 'mapping-1',
    model: 'employee',
    targetName: 'shirt',
    isOrganizationWide: false,
    urlPath: '/v1/members',
    traversalPath: ['profile', 'shirt'],
    expression: jmesPath === undefined ? null : compileExpression(jmesPath),
    ...rest,
  };
};

const rows = (data: unknown, path = '/v1/members') => [{ path, data }];

function valueOf(one: ReadyMapping, data: unknown) {
  const { text, failed } = createMappingComputer([one])('employee', rows(data));
  const targets = JSON.parse(text!) as { linked_account_defined_targets: Record<string, { value: unknown }> };
  return {
    value: targets.linked_account_defined_targets[one.targetName]!.value,
    hasFailed: failed.length > 0,
  };
}

describe('the mappings of an account', () => {
  test('give each target its value, the organization’s apart from the account’s, in one spelling', () => {
    const compute = createMappingComputer([
      mapping({ targetName: 'z', traversalPath: ['z'] }),
      mapping({ targetName: 'a', traversalPath: ['a'] }),
      mapping({ id: 'mapping-2', isOrganizationWide: true, traversalPath: ['o'] }),
    ]);
    const expected =
      '{"organization_defined_targets":{"shirt":{"value":{"x":1,"y":2}}},' +
      '"linked_account_defined_targets":{"a":{"value":[1]},"z":{"value":null}}}';
    expect(compute('employee', rows({ o: { y: 2, x: 1 }, a: [1] }))).toEqual({ text: expected, failed: [] });
    expect(compute('employee', rows({ a: [1], o: { x: 1, y: 2 } }))).toEqual({ text: expected, failed: [] });
  });

  test('say nothing of models that they do not name, nor of records without a row of the source', () => {
    expect(createMappingComputer([mapping()])('employee', [])).toEqual({ text: null, failed: [] });
    expect(createMappingComputer([mapping()])('employment', rows({}))).toEqual({ text: null, failed: [] });
    expect(createMappingComputer([])('employee', rows({}))).toEqual({ text: null, failed: [] });
  });

  test.each([
    ['what the path leads to', mapping(), { profile: { shirt: 'XL' } }, 'XL'],
    ['a place in a list', mapping({ traversalPath: ['list', 1, 'id'] }), { list: [{}, { id: 7 }] }, 7],
    ['false', mapping(), { profile: { shirt: false } }, false],
    ['null where a key is missing', mapping(), { profile: {} }, null],
    ['null where nothing has keys', mapping(), { profile: 'text' }, null],
    ['null for what only objects inherit', mapping({ traversalPath: ['constructor', 'name'] }), {}, null],
    ['an expression over the place', mapping({ jmesPath: 'upper(@)' }), { profile: { shirt: 'xl' } }, 'XL'],
    [
      'an expression over the row',
      mapping({ traversalPath: [], jmesPath: 'length(tags)' }),
      { tags: [1] },
      1,
    ],
    ['null where an expression has nothing to work on', mapping({ jmesPath: 'upper(@)' }), {}, null],
    ['what an expression makes of nothing', mapping({ jmesPath: "not_null(@, 'none')" }), {}, 'none'],
  ])('take %s', (_name, one, data, value) => {
    expect(valueOf(one, data)).toEqual({ value, hasFailed: false });
  });

  test.each([
    ['an expression does not fit', mapping({ jmesPath: 'upper(@)' }), { profile: { shirt: 7 } }],
    ['a value is too long', mapping(), { profile: { shirt: 'x'.repeat(20_000) } }],
    ['a value holds what can’t be stored', mapping(), { profile: { shirt: 'a\u0000b' } }],
    ['a value holds half a character', mapping(), { profile: { shirt: '\ud83d' } }],
  ])('give null and say so where %s', (_name, one, data) => {
    expect(valueOf(one, data)).toEqual({ value: null, hasFailed: true });
  });

  test('read other rows of the record only by their own path', () => {
    const compute = createMappingComputer([mapping({ traversalPath: ['a'] })]);
    const both = [...rows({ a: 'other' }, '/v1/company'), ...rows({ b: 1 }), ...rows({ a: 'own' })];
    expect(compute('employee', both).text).toContain('{"value":"own"}');
    expect(compute('employee', rows({ a: 'other' }, '/v1/company')).text).toContain('{"value":null}');
  });
});
