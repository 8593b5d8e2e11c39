import { expect, it } from 'vitest';
import { ConnectorError } from '../connectors/errors.ts';
import { STAGE_COLUMNS, toCopyLine } from './stage-rows.ts';

const cell = (value: string, column: 'source_key' | 'fields' = 'source_key'): string =>
  toCopyLine({ [column]: value }).split('\t')[STAGE_COLUMNS.indexOf(column)]!;

it('writes one cell a column, and unknown ones as null', () => {
  const cells = toCopyLine({ model: 'employee', ordinal: 7 }).trimEnd().split('\t');
  expect(cells).toHaveLength(STAGE_COLUMNS.length);
  expect(cells[STAGE_COLUMNS.indexOf('ordinal')]).toBe('7');
  expect(cells.filter((text) => text === '\\N')).toHaveLength(STAGE_COLUMNS.length - 2);
});

it('escapes what means something to COPY', () => {
  expect(cell('a\tb\nc\rd\\N')).toBe('a\\tb\\nc\\rd\\\\N');
});

it('refuses a NUL in either spelling, and takes a backslash before u0000 for what it is', () => {
  expect(() => cell('a\0b')).toThrow(ConnectorError);
  expect(() => cell(JSON.stringify({ name: 'a\0b' }), 'fields')).toThrow(ConnectorError);
  expect(cell(JSON.stringify('\\u0000'), 'fields')).toBe('"\\\\\\\\u0000"');
  expect(cell('\\u0000')).toBe('\\\\u0000');
});
