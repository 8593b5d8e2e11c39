import { ConnectorError } from '../../../errors.ts';
import { parseCalendarDate, type CalendarDate } from '../../../../lib/calendar-date.ts';
import type { ReportShape } from '../../../../hris/snapshot.ts';
import { toText } from '../../../../hris/normalize/text.ts';
import { assertColumns, matchColumns, type ColumnSynonyms, type MatchedColumns } from './columns.ts';
import { readCsv } from './csv.ts';
import type { SpooledReport } from './spool.ts';

export interface ReportDefinition {
  report: string;
  synonyms: ColumnSynonyms;
  /** Each entry is a list of alternatives, of which one set of roles must be there. */
  required: readonly (readonly (readonly string[])[])[];
  maxRecordBytes: number;
}

/** A row by roles instead of places. */
export interface ReportRow<Role extends string = string> {
  /** 1 for the header. */
  number: number;
  /** Trimmed; null when blank or when the report has no such column. */
  text(role: Role): string | null;
  /** @throws ConnectorError report_malformed naming row and column, never the cell */
  date(role: Role): CalendarDate | null;
  has(role: Role): boolean;
  /** The row as it stands in the file. */
  remote: Record<string, string>;
}

/** Reads all rows; `onShape` gets the report's shape after the last one. */
export async function* readReport<Role extends string>(
  spooled: SpooledReport,
  definition: ReportDefinition,
  onShape: (shape: ReportShape) => void = () => undefined,
): AsyncGenerator<ReportRow<Role>> {
  let header: string[] | undefined;
  let columns: MatchedColumns | undefined;
  let rowCount = 0;
  for await (const record of readCsv(spooled.read(), definition.report, definition.maxRecordBytes)) {
    if (!header || !columns) {
      header = record.cells.map((cell) => cell.trim());
      columns = matchHeader(header, definition);
      continue;
    }
    rowCount += 1;
    yield toRow(record.number, record.cells, header, columns, definition.report);
  }
  onShape({
    report: definition.report,
    columns: header ?? [],
    unknownColumns: columns?.unknownColumns ?? [],
    endsWithNewline: spooled.endsWithNewline,
    rowCount,
  });
}

function matchHeader(header: string[], definition: ReportDefinition): MatchedColumns {
  const columns = matchColumns(header, definition.synonyms, definition.report);
  for (const alternatives of definition.required) {
    assertColumns(columns, definition.synonyms, alternatives, definition.report);
  }
  return columns;
}

function toRow(
  number: number,
  cells: string[],
  header: string[],
  columns: MatchedColumns,
  report: string,
): ReportRow {
  const text = (role: string) => {
    const place = columns.places.get(role);
    return place === undefined ? null : toText(cells[place]);
  };
  return {
    number,
    text,
    has: (role) => columns.places.has(role),
    date(role) {
      const written = text(role);
      const date = written === null ? null : parseCalendarDate(written);
      if (date !== undefined) return date;
      throw malformedRow(
        number,
        `no date stands in the column "${header[columns.places.get(role)!]}"`,
        report,
      );
    },
    remote: Object.fromEntries(header.map((column, place) => [column, cells[place] ?? ''])),
  };
}

/** @param problem half a sentence without a value of the row */
export function malformedRow(number: number, problem: string, report: string): ConnectorError {
  return new ConnectorError('report_malformed', `Row ${number}: ${problem}.`, { subject: report });
}
