import type { Fault } from '../faults/fault.ts';
import type { FaultName } from '../faults/fault-kinds.ts';
import type { Table } from './table.ts';

type Take = (name: FaultName) => Fault | undefined;

const STEPS: readonly [FaultName, (table: Table, fault: Fault) => Table][] = [
  ['header_only_report', (table) => ({ ...table, rows: [] })],
  ['missing_rows', (table, fault) => withoutRows(table, fault.ratio ?? 0.5)],
  ['duplicate_row', (table, fault) => withCopy(table, fault.workEmail!, fault.change ?? {})],
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
  const kept = table.rows.length - Math.ceil(table.rows.length * Math.min(Math.max(ratio, 0), 1));
  return { ...table, rows: table.rows.slice(0, kept) };
}

function withCopy(table: Table, workEmail: string, change: Record<string, string>): Table {
  const emailAt = table.header.indexOf('Work Email');
  const found = table.rows.find((row) => row[emailAt]?.toLowerCase() === workEmail.toLowerCase());
  if (!found) return table;
  const copy = table.header.map((name, index) => change[name] ?? found[index]!);
  return { ...table, rows: [...table.rows, copy] };
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
  return { header: [...table.header, column], rows: table.rows.map((row) => [...row, value]) };
}

function reversed(table: Table): Table {
  return mapLines(table, (cells) => cells.toReversed());
}

function mapLines(table: Table, change: (cells: readonly string[]) => readonly string[]): Table {
  return { header: change(table.header), rows: table.rows.map(change) };
}
