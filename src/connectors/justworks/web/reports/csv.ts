import { CsvError, parse, type Options } from 'csv-parse';
import { ConnectorError } from '../../../errors.ts';

export interface CsvRecord {
  /** 1 for the header. */
  number: number;
  cells: string[];
}

/**
 * Streams a CSV file's records, header first and as many at a time as one piece of the file holds, and trusts nothing: each
 * has the header's number of cells.
 * @throws ConnectorError report_empty without a record below the header, report_cut when the end is missing,
 * report_malformed otherwise.
 */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  report: string,
  maxRecordBytes: number,
): AsyncGenerator<CsvRecord[]> {
  const width = new WidthCheck(report);
  for await (const batch of parseRecords(source, report, maxRecordBytes)) yield width.admit(batch);
  width.assertWhole();
}

/** Only what comes after tells whether an odd record is the cut end or junk in the middle. */
class WidthCheck {
  readonly #report: string;
  #width: number | undefined;
  #number = 0;
  #odd: CsvRecord | undefined;

  constructor(report: string) {
    this.#report = report;
  }

  /** Numbers the records; the one that may prove to be the cut end is held back. */
  admit(batch: readonly string[][]): CsvRecord[] {
    const records: CsvRecord[] = [];
    for (const cells of batch) {
      if (this.#odd) throw malformed(this.#odd, this.#report);
      const record = { number: (this.#number += 1), cells };
      this.#width ??= cells.length;
      if (cells.length === this.#width) records.push(record);
      else this.#odd = record;
    }
    return records;
  }

  assertWhole(): void {
    if (this.#odd && this.#odd.cells.length > this.#width!) throw malformed(this.#odd, this.#report);
    if (this.#odd) throw cut(this.#report);
    if (this.#number < 2) {
      throw new ConnectorError('report_empty', 'The report holds no record.', { subject: this.#report });
    }
  }
}

/** Rows are taken from the parser by its callback: an object stream would cost more than the parsing of a row. */
async function* parseRecords(
  source: AsyncIterable<Uint8Array>,
  report: string,
  maxRecordBytes: number,
): AsyncGenerator<string[][]> {
  const batch: string[][] = [];
  const takeBatch = () => batch.splice(0);
  const parser = parse({
    ...csvOptions(maxRecordBytes),
    on_record: (cells: string[]) => {
      batch.push(cells);
      return null;
    },
  });
  // The callbacks below get the error; without a listener it would also end the program.
  parser.on('error', () => undefined);
  try {
    for await (const chunk of source) {
      await settled((done) => parser.write(chunk, done));
      if (batch.length > 0) yield takeBatch();
    }
    await settled((done) => parser.end(done));
    if (batch.length > 0) yield takeBatch();
  } catch (error) {
    throw toReportError(error, report);
  } finally {
    parser.destroy();
  }
}

function settled(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });
}

/** How a report is written: strict, but for the width, which is judged where the end of the file is known. */
export function csvOptions(maxRecordBytes: number): Options {
  return {
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
  };
}

/** The parser's own error quotes the record, so only its kind passes. */
function toReportError(error: unknown, report: string): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return cut(report);
  return new ConnectorError('report_malformed', `The report is not strict CSV: ${error.code}.`, {
    subject: report,
  });
}

function cut(report: string): ConnectorError {
  return new ConnectorError('report_cut', 'The report ends in the middle of a record.', { subject: report });
}

function malformed(record: CsvRecord, report: string): ConnectorError {
  const message = `Row ${record.number} has ${record.cells.length} cells, other than the header.`;
  return new ConnectorError('report_malformed', message, { subject: report });
}
