import { describe, expect, test } from 'vitest';
import { AppError } from '../lib/app-error.ts';
import { compileExpression, MAX_EXPRESSION_LENGTH } from './expression.ts';

function refusalOf(text: string): AppError {
  try {
    compileExpression(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`${text} was taken.`);
}

describe('an expression', () => {
  test.each([
    ['name', { name: 'Ana' }, 'Ana'],
    ["fields[?id=='f1'].values[0] | [0]", { fields: [{ id: 'f1', values: ['XL'] }] }, 'XL'],
    ["join(', ', tags)", { tags: ['a', 'b'] }, 'a, b'],
    ['{first: a, all: [a, b]}', { a: 1, b: 2 }, { first: 1, all: [1, 2] }],
    ["not_null(a, b, 'none')", {}, 'none'],
    ['map(&upper(@), tags)', { tags: ['a'] }, ['A']],
    ['missing.deeper', {}, null],
    [
      "{all: join(', ', map(&upper(@), tags)), first: tags[0], few: tags[?starts_with(@, 'a')]}",
      { tags: ['a', 'b'] },
      { all: 'A, B', first: 'a', few: ['a'] },
    ],
  ])('%s is evaluated', (text, value, expected) => {
    expect(compileExpression(text)(value)).toEqual(expected);
  });

  test.each([
    ['', 1],
    ['a.', 3],
    ['a b', 3],
    ['a.#', 3],
    ['foo[?bar', 9],
    ['"open', 6],
    ['a | b]', 6],
    ['name.{x y}', 9],
  ])('%j is refused with its place, character %i', (text, place) => {
    const { code, pointer, message } = refusalOf(text);
    expect([code, pointer]).toEqual(['jmes_path_invalid', '/jmes_path']);
    expect(message).toContain(`at character ${place}.`);
  });

  test.each([
    '$',
    'let $x = a in $x',
    'constructor.name',
    '{toString: a}',
    '&a',
    "pad_left(a, `100000000`, 'x')",
    "replace(a, 'b', 'c')",
    'nobody_knows(a)',
    'join(a, b)',
    "join('a text that is too long', b)",
    Array.from({ length: 20 }, () => '[@,@]').join('|'),
    Array.from({ length: 4 }, () => "join('0123456789', split(@, ''))").join('|'),
    'a.'.repeat(300) + 'a',
    `'${'x'.repeat(MAX_EXPRESSION_LENGTH)}'`,
  ])('%.40s could cost too much, or tell of more than the record, and is refused', (text) => {
    expect(refusalOf(text).code).toBe('jmes_path_refused');
  });
});
