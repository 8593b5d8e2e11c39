type Row = readonly string[];

/** A report's lines. They are made anew each time somebody walks through them, so that nobody holds them all. */
export interface Table {
  header: Row;
  /** Without the header. */
  rowCount: number;
  rows: Iterable<Row>;
}

export type Column<T> = readonly [name: string, cell: (subject: T) => string | null];

export function toTable<T>(
  columns: readonly Column<T>[],
  subjects: { count: number; all: Iterable<T> },
): Table {
  return {
    header: columns.map(([name]) => name),
    rowCount: subjects.count,
    rows: again(() => toRows(columns, subjects.all)),
  };
}

function* toRows<T>(columns: readonly Column<T>[], subjects: Iterable<T>): Generator<Row> {
  for (const subject of subjects) yield columns.map(([, cell]) => cell(subject) ?? '');
}

/** An iterable that starts over each time, from a generator that does not. */
export function again<T>(make: () => Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: make };
}

const CHUNK_LENGTH = 64 * 1024;

/** RFC 4180 with a line feed after every line, the last one too; in pieces of whole lines. */
export function* toCsv(table: Table): Generator<string> {
  let piece = toLine(table.header);
  for (const cells of table.rows) {
    piece += toLine(cells);
    if (piece.length < CHUNK_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function toLine(cells: Row): string {
  return `${cells.map(toField).join(',')}\n`;
}

function toField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `2026-01-22` becomes `01/22/2026`, or what stands between the parts. */
export function toUsDate(date: string | null, separator = '/'): string | null {
  if (date === null) return null;
  const [year, month, day] = date.split('-');
  return [month, day, year].join(separator);
}
