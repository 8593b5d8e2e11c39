import { expect, it } from 'vitest';
import { distortTable } from './distort-table.ts';
import { again, toCsv, toTable, type Table } from './table.ts';

/** A table of so many rows that counts how many were made. */
function countingTable(count: number): { table: Table; made: () => number } {
  let made = 0;
  const all = again(function* () {
    for (let row = 0; row < count; row += 1) {
      made += 1;
      yield row;
    }
  });
  const columns = [
    ['Number', (row: number) => String(row)],
    ['Work Email', (row: number) => `person.${row}@company.example`],
    ['Text', () => 'x, "y"'],
  ] as const;
  return { table: toTable(columns, { count, all }), made: () => made };
}

it('makes the rows of a large report while they are read, in small pieces of whole lines', () => {
  const { table, made } = countingTable(100_000);
  const pieces = toCsv(table);
  const first = pieces.next().value!;
  expect(first).toMatch(/^Number,Work Email,Text\n0,person\.0@company\.example,"x, ""y"""\n/);
  expect(first.endsWith('\n')).toBe(true);
  expect(first.length).toBeLessThan(70_000);
  expect(made()).toBeLessThan(2_000);
  let lines = first.split('\n').length - 1;
  for (const piece of pieces) lines += piece.split('\n').length - 1;
  expect([lines, made()]).toEqual([100_001, 100_000]);
});

it('reads the same twice', () => {
  const { table } = countingTable(10);
  expect([...toCsv(table)]).toEqual([...toCsv(table)]);
});

it('keeps the number of rows right under every fault that changes it, and makes no row for it', () => {
  const cases = [
    [{ fault: 'missing_rows', ratio: 0.25 }, 75],
    [{ fault: 'header_only_report' }, 0],
    [{ fault: 'duplicate_rows', ratio: 0.1 }, 110],
    [{ fault: 'duplicate_rows' }, 200],
  ] as const;
  for (const [fault, expected] of cases) {
    const { table, made } = countingTable(100);
    const distorted = distortTable(table, (name) =>
      name === fault.fault ? { id: 'fault_1', remaining: null, path: '/', ...fault } : undefined,
    );
    expect([distorted.rowCount, made()], fault.fault).toEqual([expected, 0]);
    expect([...distorted.rows], fault.fault).toHaveLength(expected);
  }
});
