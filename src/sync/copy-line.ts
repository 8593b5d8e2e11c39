import { ConnectorError } from '../connectors/errors.ts';

/** Columns that hold JSON, where NUL has another spelling too. */
const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'own_fields',
  'lines',
  'refs',
  'enum_origins',
  'remote_data',
]);
// JSON's spelling of NUL, but not an escaped backslash before `u0000`.
const JSON_NUL = /(?<!\\)(?:\\\\)*\\u0000/;
const SPECIAL = /[\\\n\r\t\0]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A line of COPY's text format. @throws ConnectorError for a NUL, which no text of Postgres can hold */
export function toCopyLine<Column extends string>(
  columns: readonly Column[],
  row: Partial<Record<Column | 'model', string | number | null>>,
): string {
  let line = '';
  for (const [place, column] of columns.entries()) {
    const value = row[column];
    if (place > 0) line += '\t';
    if (value === null || value === undefined) line += '\\N';
    else if (typeof value === 'number' || !SPECIAL.test(value)) line += value;
    else line += escape(value, column, row.model);
  }
  return `${line}\n`;
}

function escape(text: string, column: string, model: unknown): string {
  if (text.includes('\0') || (JSON_COLUMNS.has(column) && JSON_NUL.test(text))) {
    throw new ConnectorError('report_encoding', 'A cell holds a NUL character.', { subject: String(model) });
  }
  return text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!);
}

/** An array as Postgres spells it. */
export function toArrayLiteral(items: readonly (string | null)[]): string {
  return `{${items.map((item) => (item === null ? 'NULL' : `"${item.replace(/["\\]/g, String.raw`\$&`)}"`)).join(',')}}`;
}
