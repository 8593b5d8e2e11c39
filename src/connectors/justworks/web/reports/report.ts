import { ConnectorError } from '../../../errors.ts';
import { parseCalendarDate, type CalendarDate } from '../../../../lib/calendar-date.ts';
import type { ReportShape } from '../../../../hris/snapshot.ts';
import { toText } from '../../../../hris/normalize/text.ts';
import { assertColumns, matchColumns, type ColumnSynonyms } from './columns.ts';
import type { RowsDigest } from '../../rows-digest.ts';
import { readCsv, type CsvRecord } from './csv.ts';
import { toFingerprinter } from './row-fingerprint.ts';
import type { SpooledReport } from './spool.ts';

export interface ReportDefinition {
  report: string;
  synonyms: ColumnSynonyms;
  /** Each entry is a list of alternatives, of which one set of roles must be there. */
  required: readonly (readonly (readonly string[])[])[];
  maxRecordBytes: number;
}

/** A row by roles instead of places. */
export class ReportRow<Role extends string = string> {
  /** 1 for the header. */
  readonly number: number;
  readonly #cells: readonly string[];
  readonly #layout: Layout;

  constructor(record: CsvRecord, layout: Layout) {
    this.number = record.number;
    this.#cells = record.cells;
    this.#layout = layout;
  }

  /** Trimmed; null when blank or when the report has no such column. */
  text(role: Role): string | null {
    const place = this.#layout.places.get(role);
    return place === undefined ? null : toText(this.#cells[place]);
  }

  /** @throws ConnectorError report_malformed naming row and column, never the cell */
  date(role: Role): CalendarDate | null {
    const written = this.text(role);
    const date = written === null ? null : parseCalendarDate(written);
    if (date !== undefined) return date;
    const column = this.#layout.header[this.#layout.places.get(role)!];
    throw malformedRow(this.number, `no date stands in the column "${column}"`, this.#layout.report);
  }

  has(role: Role): boolean {
    return this.#layout.places.has(role);
  }

  /** The row as it stands in the file. */
  toRemote(): Record<string, string> {
    const remote: Record<string, string> = {};
    const { header } = this.#layout;
    for (let place = 0; place < header.length; place += 1) remote[header[place]!] = this.#cells[place]!;
    return remote;
  }
}

interface Layout {
  report: string;
  header: readonly string[];
  places: ReadonlyMap<string, number>;
  unknownColumns: string[];
  missingColumns: string[];
}

/** Who wants to know of a report what its rows do not say. */
export interface ReportWatch {
  /** Gets the report's shape after the last row. */
  onShape?: (shape: ReportShape) => void;
  /** Takes every row of the file on the way. */
  digest?: RowsDigest | undefined;
}

/** Reads all rows as `convert` has them, without those for which it gives undefined. */
export async function* readReport<Role extends string, Row>(
  spooled: SpooledReport,
  definition: ReportDefinition,
  convert: (row: ReportRow<Role>) => Row | undefined,
  { onShape, digest }: ReportWatch = {},
): AsyncGenerator<Row> {
  let layout: Layout | undefined;
  let rowCount = 0;
  let fingerprint: ((cells: readonly string[]) => string) | undefined;
  for await (const records of readCsv(spooled.read(), definition.report, definition.maxRecordBytes)) {
    const first = layout ? 0 : 1;
    layout ??= toLayout(records[0]!.cells, definition);
    fingerprint ??= toFingerprinter(layout.report, layout.header, layout);
    for (let place = first; place < records.length; place += 1) {
      rowCount += 1;
      digest?.add(fingerprint(records[place]!.cells));
      const row = convert(new ReportRow<Role>(records[place]!, layout));
      if (row !== undefined) yield row;
    }
  }
  onShape?.({
    report: definition.report,
    columns: [...(layout?.header ?? [])],
    unknownColumns: layout?.unknownColumns ?? [],
    missingColumns: layout?.missingColumns ?? [],
    alsoKnownAs: layout ? [...layout.places.keys()].flatMap((role) => definition.synonyms[role] ?? []) : [],
    endsWithNewline: spooled.endsWithNewline,
    rowCount,
  });
}

/**
 * Adds all rows to the digest and converts none; otherwise as strict as a reading.
 * @throws ConnectorError
 */
export async function digestReport(
  spooled: SpooledReport,
  definition: ReportDefinition,
  digest: RowsDigest,
): Promise<void> {
  let fingerprint: ((cells: readonly string[]) => string) | undefined;
  for await (const records of readCsv(spooled.read(), definition.report, definition.maxRecordBytes)) {
    const first = fingerprint ? 0 : 1;
    fingerprint ??= fingerprinterOf(records[0]!.cells, definition);
    for (let place = first; place < records.length; place += 1)
      digest.add(fingerprint(records[place]!.cells));
  }
}

function fingerprinterOf(cells: readonly string[], definition: ReportDefinition) {
  const layout = toLayout(cells, definition);
  return toFingerprinter(layout.report, layout.header, layout);
}

function toLayout(cells: readonly string[], definition: ReportDefinition): Layout {
  const header = cells.map((cell) => cell.trim());
  const columns = matchColumns(header, definition.synonyms, definition.report);
  for (const alternatives of definition.required) {
    assertColumns(header, columns, definition.synonyms, alternatives, definition.report);
  }
  return { report: definition.report, header, ...columns };
}

/** @param problem half a sentence without a value of the row */
export function malformedRow(number: number, problem: string, report: string): ConnectorError {
  return new ConnectorError('report_malformed', `Row ${number}: ${problem}.`, { subject: report });
}
