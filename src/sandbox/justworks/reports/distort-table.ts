import type { Fault } from '../faults/fault.ts';
import type { FaultName } from '../faults/fault-kinds.ts';
import { EDGE_DATES } from './edge-dates.ts';
import { again, type Table } from './table.ts';

type Take = (name: FaultName) => Fault | undefined;

const STEPS: readonly [FaultName, (table: Table, fault: Fault) => Table][] = [
  ['header_only_report', (table) => ({ ...table, rowCount: 0, rows: [] })],
  ['missing_rows', (table, fault) => withoutRows(table, fault.ratio ?? 0.5)],
  ['duplicate_row', (table, fault) => withCopy(table, fault.workEmail!, fault.change ?? {})],
  ['duplicate_rows', (table, fault) => withRowsTwice(table, fault.ratio ?? 1)],
  ['edge_dates', (table, fault) => withDates(table, fault.column, EDGE_DATES[fault.dates ?? 'dst'])],
  ['missing_column', (table, fault) => withoutColumn(table, fault.column!)],
  ['renamed_column', (table, fault) => withRenamed(table, fault.from!, fault.to!)],
  [
    'added_column',
    (table, fault) => withAdded(table, fault.column ?? 'Badge Colour', fault.value ?? 'Green'),
  ],
  ['reordered_columns', reversed],
];

/** The table with every switched-on fault applied, in a fixed order. Column faults without the column do nothing. */
export function distortTable(table: Table, take: Take): Table {
  return STEPS.reduce((current, [name, distort]) => {
    const fault = take(name);
    return fault ? distort(current, fault) : current;
  }, table);
}

/** The last rows are lost, as when a report breaks off at a row's end. */
function withoutRows(table: Table, ratio: number): Table {
  const kept = table.rowCount - share(table, ratio);
  const rows = again(function* () {
    let count = 0;
    for (const row of table.rows) {
      if (count === kept) return;
      count += 1;
      yield row;
    }
  });
  return { ...table, rowCount: kept, rows };
}

function withCopy(table: Table, workEmail: string, change: Record<string, string>): Table {
  const emailAt = table.header.indexOf('Work Email');
  const isWanted = (row: readonly string[]) => row[emailAt]?.toLowerCase() === workEmail.toLowerCase();
  const rows = again(function* () {
    let found: readonly string[] | undefined;
    for (const row of table.rows) {
      if (!found && isWanted(row)) found = row;
      yield row;
    }
    if (found) yield table.header.map((name, index) => change[name] ?? found[index]!);
  });
  return { ...table, rows };
}

/** The first rows come again at once, as when a page of a list is read twice. */
function withRowsTwice(table: Table, ratio: number): Table {
  const doubled = share(table, ratio);
  const rows = again(function* () {
    let count = 0;
    for (const row of table.rows) {
      yield row;
      if (count < doubled) yield row;
      count += 1;
    }
  });
  return { ...table, rowCount: table.rowCount + doubled, rows };
}

function share(table: Table, ratio: number): number {
  return Math.ceil(table.rowCount * Math.min(Math.max(ratio, 0), 1));
}

/** In turn for each row; without a column, the one that says when a row begins to count. */
function withDates(table: Table, column: string | undefined, dates: readonly string[]): Table {
  const named = column ?? ['Start Date', 'Effective Date'].find((name) => table.header.includes(name));
  const at = table.header.indexOf(named ?? '');
  if (at < 0) return table;
  const rows = again(function* () {
    let count = 0;
    for (const row of table.rows) {
      yield row.with(at, dates[count % dates.length]!);
      count += 1;
    }
  });
  return { ...table, rows };
}

function withoutColumn(table: Table, column: string): Table {
  const index = table.header.indexOf(column);
  if (index < 0) return table;
  return mapLines(table, (cells) => cells.toSpliced(index, 1));
}

function withRenamed(table: Table, from: string, to: string): Table {
  return { ...table, header: table.header.map((name) => (name === from ? to : name)) };
}

function withAdded(table: Table, column: string, value: string): Table {
  return { ...mapLines(table, (cells) => [...cells, value]), header: [...table.header, column] };
}

function reversed(table: Table): Table {
  return mapLines(table, (cells) => cells.toReversed());
}

function mapLines(table: Table, change: (cells: readonly string[]) => readonly string[]): Table {
  const rows = again(function* () {
    for (const row of table.rows) yield change(row);
  });
  return { ...table, header: change(table.header), rows };
}
