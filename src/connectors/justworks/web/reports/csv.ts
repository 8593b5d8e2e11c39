import { pipeline, type Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { ConnectorError } from '../../../errors.ts';

export interface CsvRecord {
  /** 1 for the header. */
  number: number;
  cells: string[];
}

/**
 * Streams a CSV file's records, header first, and trusts nothing: each has the header's number of cells.
 * @throws ConnectorError report_empty without a record below the header, report_cut when the end is missing,
 * report_malformed otherwise.
 */
export async function* readCsv(
  source: Readable,
  report: string,
  maxRecordBytes: number,
): AsyncGenerator<CsvRecord> {
  let width: number | undefined;
  let number = 0;
  let oddRecord: CsvRecord | undefined;
  for await (const cells of parseRecords(source, report, maxRecordBytes)) {
    // Only what comes after tells whether an odd record is the cut end or junk in the middle.
    if (oddRecord) throw malformed(oddRecord, report);
    number += 1;
    width ??= cells.length;
    const record = { number, cells };
    if (cells.length === width) yield record;
    else oddRecord = record;
  }
  if (oddRecord && oddRecord.cells.length > width!) throw malformed(oddRecord, report);
  if (oddRecord) throw cut(report);
  if (number < 2) {
    throw new ConnectorError('report_empty', 'The report holds no record.', { subject: report });
  }
}

async function* parseRecords(
  source: Readable,
  report: string,
  maxRecordBytes: number,
): AsyncGenerator<string[]> {
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
  });
  // The callback takes the error that the loop below gets as well.
  pipeline(source, parser, () => undefined);
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield cells;
  } catch (error) {
    throw toReportError(error, report);
  }
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
