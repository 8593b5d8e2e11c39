import { expect, it } from 'vitest';
import { ConnectorError } from '../connectors/errors.ts';
import { toArrayLiteral, toCopyLine } from './copy-line.ts';

const cell = (value: string, column: 'source_key' | 'own_fields' = 'source_key'): string =>
  toCopyLine([column], { [column]: value }).slice(0, -1);

it('writes one cell a column, and unknown ones as null', () => {
  const cells = toCopyLine(['ordinal', 'model', 'work_id'], { model: 'employee', ordinal: 7 });
  expect(cells).toBe('7\temployee\t\\N\n');
});

it('keeps an empty first cell apart from the next one', () => {
  expect(toCopyLine(['work_id', 'name_key'], { work_id: '', name_key: 'a' })).toBe('\ta\n');
});

it('escapes what means something to COPY', () => {
  expect(cell('a\tb\nc\rd\\N')).toBe('a\\tb\\nc\\rd\\\\N');
});

it('refuses a NUL in either spelling, and takes a backslash before u0000 for what it is', () => {
  expect(() => cell('a\0b')).toThrow(ConnectorError);
  expect(() => cell(JSON.stringify({ name: 'a\0b' }), 'own_fields')).toThrow(ConnectorError);
  expect(cell(JSON.stringify('\\u0000'), 'own_fields')).toBe('"\\\\\\\\u0000"');
  expect(cell('\\u0000')).toBe('\\\\u0000');
});

it('spells arrays with quotes, backslashes and nothing in them', () => {
  expect(toArrayLiteral(['a "b" \\c', null, '', 'NULL'])).toBe('{"a \\"b\\" \\\\c",NULL,"","NULL"}');
});
