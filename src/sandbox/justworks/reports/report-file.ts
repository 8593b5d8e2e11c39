import type { Faults } from '../faults/faults.ts';
import { distortTable } from './distort-table.ts';
import type { Report } from './reports.ts';
import { REPORT_TITLES } from './report-types.ts';
import { filePath } from './signed-link.ts';
import { toCsv, toUsDate } from './table.ts';

/** The bytes of a report's file after the faults that are switched on for it. */
export function reportBytes(report: Report, faults: Faults): Buffer {
  const path = filePath(report);
  if (faults.take('empty_report', path)) return Buffer.alloc(0);
  // Given bytes are served as they are: whoever hands them in has distorted them already.
  if (Buffer.isBuffer(report.content)) return report.content;
  const csv = toCsv(distortTable(report.content, (name) => faults.take(name, path)));
  const marked = faults.take('bom', path) ? `\uFEFF${csv}` : csv;
  return encode(marked, faults.take('encoding', path)?.encoding);
}

function encode(text: string, encoding: 'utf-16le' | 'latin1' | undefined): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'latin1') return Buffer.from(text.replace(/[^\u0000-\u00ff]/g, '?'), 'latin1');
  return Buffer.from(text, 'utf8');
}

/** `Justworks - Juniper & Vale Goods Census Report 01_22_2026.csv` */
export function reportFileName(report: Report, companyName: string, today: string): string {
  return `Justworks - ${companyName} ${REPORT_TITLES[report.type]} ${toUsDate(today, '_')}.csv`;
}

/** A quoted name for old readers and, where it is not plain ASCII, the full one beside it (RFC 6266). */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\u0020-\u007e]|["\\]/g, '_');
  const exact = plain === fileName ? '' : `; filename*=UTF-8''${encodeURIComponent(fileName)}`;
  return `attachment; filename="${plain}"${exact}`;
}
