import { hash } from 'node:crypto';
import { ConnectorError } from '../../../errors.ts';
import { parseCalendarDate, type CalendarDate } from '../../../../lib/calendar-date.ts';
import type { ReportShape } from '../../../../hris/snapshot.ts';
import { toText } from '../../../../hris/normalize/text.ts';
import { assertColumns, matchColumns, type ColumnSynonyms } from './columns.ts';
import type { RowsDigest } from '../../rows-digest.ts';
import { readCsv, type CsvRecord } from './csv.ts';
import { toFingerprinter } from './row-fingerprint.ts';
import type { RowMarks } from './row-marks.ts';
import type { SpooledReport } from './spool.ts';

export interface ReportDefinition {
  report: string;
  synonyms: ColumnSynonyms;
  /** Each entry is a list of alternatives, of which one set of roles must be there. */
  required: readonly (readonly (readonly string[])[])[];
  maxRecordBytes: number;
}

const FIRST_ROW = 2;

/** A row by roles instead of places. */
export class ReportRow<Role extends string = string> {
  /** 1 for the header. */
  readonly number: number;
  readonly #cells: readonly string[];
  readonly #layout: Layout;
  readonly #mark: Buffer | undefined;

  /** @param mark its fingerprint, where that is known already */
  constructor(record: CsvRecord, layout: Layout, mark: Buffer | undefined) {
    this.number = record.number;
    this.#mark = mark;
    this.#cells = record.cells;
    this.#layout = layout;
  }

  /** Among the rows below the header, from 0. */
  get place(): number {
    return this.number - FIRST_ROW;
  }

  /** SHA-256 by `toFingerprinter`. */
  get fingerprint(): Buffer {
    return this.#mark ?? hash('sha256', this.#layout.fingerprint(this.#cells), 'buffer');
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
  /** Everything that a row is told by. */
  fingerprint: (cells: readonly string[]) => string;
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
  /** Of the rows' fingerprints. */
  salt?: string | undefined;
}

/** Reads all rows as `convert` has them, without those for which it gives undefined. */
export async function* readReport<Role extends string, Row>(
  spooled: SpooledReport,
  definition: ReportDefinition,
  convert: (row: ReportRow<Role>) => Row | undefined,
  { onShape, digest, salt }: ReportWatch = {},
): AsyncGenerator<Row> {
  let layout: Layout | undefined;
  let rowCount = 0;
  for await (const records of readCsv(spooled.read(), definition.report, definition.maxRecordBytes)) {
    const first = layout ? 0 : 1;
    layout ??= toLayout(records[0]!.cells, definition, salt);
    for (let place = first; place < records.length; place += 1) {
      rowCount += 1;
      const record = records[place]!;
      const mark = digest?.add(layout.fingerprint(record.cells));
      const row = convert(new ReportRow<Role>(record, layout, mark));
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
 * Adds all rows to the digest, and to `marks` where there are some, and converts none; otherwise as strict as a reading.
 * @returns the report's columns, as a reading would show them
 * @throws ConnectorError
 */
export async function digestReport(
  spooled: SpooledReport,
  definition: ReportDefinition,
  { digest, marks, salt }: { digest: RowsDigest; marks?: RowMarks | undefined; salt?: string | undefined },
): Promise<string[]> {
  let layout: Layout | undefined;
  for await (const records of readCsv(spooled.read(), definition.report, definition.maxRecordBytes)) {
    const first = layout ? 0 : 1;
    layout ??= toLayout(records[0]!.cells, definition, salt);
    for (let place = first; place < records.length; place += 1) {
      const mark = digest.add(layout.fingerprint(records[place]!.cells));
      const room = marks?.add(mark);
      if (room) await room;
    }
  }
  return [...(layout?.header ?? [])];
}

function toLayout(cells: readonly string[], definition: ReportDefinition, salt = ''): Layout {
  const header = cells.map((cell) => cell.trim());
  const columns = matchColumns(header, definition.synonyms, definition.report);
  for (const alternatives of definition.required) {
    assertColumns(header, columns, definition.synonyms, alternatives, definition.report);
  }
  const fingerprint = toFingerprinter(definition.report, header, columns, salt);
  return { report: definition.report, header, ...columns, fingerprint };
}

/** @param problem half a sentence without a value of the row */
export function malformedRow(number: number, problem: string, report: string): ConnectorError {
  return new ConnectorError('report_malformed', `Row ${number}: ${problem}.`, { subject: report });
}
