import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpooledReport } from '../../src/connectors/justworks/web/reports/spool.ts';
import { CENSUS_HEADER, censusCells, HISTORY_HEADER, historyCells } from './report-rows.ts';

export interface ReportFiles extends AsyncDisposable {
  census: string;
  workHistory: string;
}

const ROWS_AT_ONCE = 1000;

/** A census and a work history of `rowCount` people each, the same bytes each time. */
export async function writeReportFiles(rowCount: number): Promise<ReportFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const census = join(folder, 'census.csv');
  const workHistory = join(folder, 'work-history.csv');
  await writeCsv(census, CENSUS_HEADER, rowCount, censusCells);
  await writeCsv(workHistory, HISTORY_HEADER, rowCount, historyCells);
  return { census, workHistory, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

/** Nothing is compared with what was read before. */
const NO_HASH = Buffer.alloc(0);

/** The file as if it had been downloaded. */
export function asSpooled(path: string): SpooledReport {
  return {
    endsWithNewline: true,
    hash: NO_HASH,
    read: () => createReadStream(path),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function writeCsv(
  path: string,
  header: readonly string[],
  rowCount: number,
  cellsOf: (index: number) => string[],
): Promise<void> {
  await using file = await open(path, 'w');
  await file.write(toLine(header));
  for (let from = 0; from < rowCount; from += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rowCount - from);
    const lines = Array.from({ length: count }, (_, offset) => toLine(cellsOf(from + offset)));
    await file.write(lines.join(''));
  }
}

function toLine(cells: readonly string[]): string {
  const fields = cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${fields.join(',')}\n`;
}
