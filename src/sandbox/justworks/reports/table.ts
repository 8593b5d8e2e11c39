export interface Table {
  header: readonly string[];
  rows: readonly (readonly string[])[];
}

export type Column<T> = readonly [name: string, cell: (subject: T) => string | null];

export function toTable<T>(columns: readonly Column<T>[], subjects: readonly T[]): Table {
  return {
    header: columns.map(([name]) => name),
    rows: subjects.map((subject) => columns.map(([, cell]) => cell(subject) ?? '')),
  };
}

/** RFC 4180 with a line feed after every line, the last one too. */
export function toCsv(table: Table): string {
  return [table.header, ...table.rows].map((cells) => `${cells.map(toField).join(',')}\n`).join('');
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
