import { Readable } from 'node:stream';
import type { Faults } from '../faults/faults.ts';
import { censusTable } from './census.ts';
import { distortTable } from './distort-table.ts';
import type { ReportPeople } from './report-people.ts';
import type { Report } from './reports.ts';
import { REPORT_TITLES, type ReportType } from './report-types.ts';
import { filePath } from './signed-link.ts';
import { toCsv, toUsDate, type Table } from './table.ts';
import { workHistoryTable } from './work-history.ts';

/** The bytes of a report's file after the faults that are switched on for it, made while they are read. */
export function reportBytes(report: Report, faults: Faults): Buffer | Readable {
  const path = filePath(report);
  if (faults.take('empty_report', path)) return Buffer.alloc(0);
  // Given bytes are served as they are: whoever hands them in has distorted them already.
  if (Buffer.isBuffer(report.content)) return report.content;
  const table = distortTable(tableOf(report.type, report.content, path, faults), (name) =>
    faults.take(name, path),
  );
  const mark = faults.take('bom', path) ? '\uFEFF' : '';
  return Readable.from(encoded(mark, toCsv(table), faults.take('encoding', path)?.encoding));
}

/** The report without any fault, in pieces. */
export function plainCsv(type: ReportType, people: ReportPeople): Iterable<string> {
  const scope = { lacksContractors: false, hasThirdParties: false };
  return toCsv(type === 'employee_census' ? censusTable(people, scope) : workHistoryTable(people, false));
}

function tableOf(type: ReportType, people: ReportPeople, path: string, faults: Faults): Table {
  const lacksContractors = faults.take('census_without_contractors', path) !== undefined;
  if (type === 'work_history') return workHistoryTable(people, lacksContractors);
  const hasThirdParties = faults.take('third_party_rows', path) !== undefined;
  return censusTable(people, { lacksContractors, hasThirdParties });
}

function* encoded(
  mark: string,
  pieces: Iterable<string>,
  encoding: 'utf-16le' | 'latin1' | undefined,
): Generator<Buffer> {
  if (mark !== '') yield encode(mark, encoding);
  for (const piece of pieces) yield encode(piece, encoding);
}

function encode(text: string, encoding: 'utf-16le' | 'latin1' | undefined): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'latin1') return Buffer.from(text.replace(/[^\u0000-\u00ff]/g, '?'), 'latin1');
  return Buffer.from(text, 'utf8');
}

/** `Justworks - Juniper & Vale Goods Census Report 01_22_2026.csv` */
export function reportFileName(report: Report, today: string): string {
  return `Justworks - ${report.companyName} ${REPORT_TITLES[report.type]} ${toUsDate(today, '_')}.csv`;
}

/** A quoted name for old readers and, where it is not plain ASCII, the full one beside it (RFC 6266). */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\u0020-\u007e]|["\\]/g, '_');
  const exact = plain === fileName ? '' : `; filename*=UTF-8''${encodeURIComponent(fileName)}`;
  return `attachment; filename="${plain}"${exact}`;
}
