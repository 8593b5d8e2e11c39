import type { CalendarDate } from '../../../../lib/calendar-date.ts';
import type { Site } from '../site-schema.ts';
import type { WorkHistoryRole } from './columns.ts';
import {
  malformedRow,
  readReport,
  type ReportDefinition,
  type ReportRow,
  type ReportWatch,
} from './report.ts';
import { isOnRoster } from './roster-words.ts';
import type { SpooledReport } from './spool.ts';

const IDENTIFYING = ['work_id', 'first_name', 'last_name', 'work_email', 'personal_email'] as const;
const REPORT = 'work_history';

/** One change of title or pay as the Work History Report shows it; blank is null. */
export interface WorkHistoryRow {
  workId: string | null;
  firstName: string | null;
  lastName: string | null;
  workEmail: string | null;
  personalEmail: string | null;
  effectiveDate: CalendarDate | null;
  jobTitle: string | null;
  memberType: string | null;
  payType: string | null;
  payRate: string | null;
  payCurrency: string | null;
  payFrequency: string | null;
  flsaStatus: string | null;
  remote: Record<string, string>;
}

export function readWorkHistory(
  spooled: SpooledReport,
  site: Site,
  watch?: ReportWatch,
): AsyncGenerator<ReportRow<WorkHistoryRole>> {
  const convert = (row: ReportRow<WorkHistoryRole>) =>
    isOnRoster(site, row.text('member_type')) ? row : undefined;
  return readReport(spooled, workHistoryDefinition(site), convert, watch);
}

export function workHistoryDefinition(site: Site): ReportDefinition {
  return {
    report: REPORT,
    synonyms: site.reports.work_history.columns,
    required: [[['effective_date']], [['work_email'], ['work_id'], ['first_name', 'last_name']]],
    maxRecordBytes: site.limits.recordBytes,
  };
}

/** Of a row whose record is known, whom it is about. */
export function toHistoryOutline(row: ReportRow<WorkHistoryRole>) {
  return {
    workId: row.text('work_id'),
    firstName: row.text('first_name'),
    lastName: row.text('last_name'),
    workEmail: row.text('work_email'),
    personalEmail: row.text('personal_email'),
  };
}

/** @throws ConnectorError report_malformed */
export function toWorkHistoryRow(row: ReportRow<WorkHistoryRole>): WorkHistoryRow {
  if (IDENTIFYING.every((role) => row.text(role) === null))
    throw malformedRow(row.number, 'nothing names the person', REPORT);
  return {
    ...toHistoryOutline(row),
    effectiveDate: row.date('effective_date'),
    jobTitle: row.text('job_title'),
    memberType: row.text('member_type'),
    payType: row.text('pay_type'),
    payRate: row.text('pay_rate'),
    payCurrency: row.text('pay_currency'),
    payFrequency: row.text('pay_frequency'),
    flsaStatus: row.text('flsa_status'),
    remote: row.toRemote(),
  };
}
