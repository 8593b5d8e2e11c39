import type { CalendarDate } from '../../../../lib/calendar-date.ts';
import type { Site } from '../site-schema.ts';
import type { CensusRole } from './columns.ts';
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
const REPORT = 'employee_census';

/** One person as the Employee Census Report shows it; blank is null. */
export interface CensusRow {
  workId: string | null;
  firstName: string | null;
  preferredName: string | null;
  lastName: string | null;
  workEmail: string | null;
  personalEmail: string | null;
  mobilePhone: string | null;
  birthDate: CalendarDate | null;
  gender: string | null;
  ethnicity: string | null;
  address: Record<'street1' | 'street2' | 'city' | 'state' | 'zipCode' | 'country', string | null>;
  department: string | null;
  office: string | null;
  manager: string | null;
  managerEmail: string | null;
  hireDate: CalendarDate | null;
  startDate: CalendarDate | null;
  terminationDate: CalendarDate | null;
  /** False when the report lacks the column: then a missing date says nothing. */
  hasTerminationColumn: boolean;
  status: string | null;
  jobTitle: string | null;
  memberType: string | null;
  remote: Record<string, string>;
}

/** Streams the people of the roster; third-party administrators and vendors are left out. */
export function readCensus(
  spooled: SpooledReport,
  site: Site,
  watch?: ReportWatch,
): AsyncGenerator<ReportRow<CensusRole>> {
  const convert = (row: ReportRow<CensusRole>) =>
    isOnRoster(site, row.text('member_type')) ? row : undefined;
  return readReport(spooled, censusDefinition(site), convert, watch);
}

export function censusDefinition(site: Site): ReportDefinition {
  return {
    report: REPORT,
    synonyms: site.reports.employee_census.columns,
    required: [[['first_name']], [['last_name']], [['work_email']]],
    maxRecordBytes: site.limits.recordBytes,
  };
}

/** Of somebody whose records are known, what a reading needs for others. */
export type CensusOutline = Pick<
  CensusRow,
  | 'workId'
  | 'firstName'
  | 'lastName'
  | 'workEmail'
  | 'personalEmail'
  | 'department'
  | 'office'
  | 'jobTitle'
  | 'memberType'
>;

export function toCensusOutline(row: ReportRow<CensusRole>): CensusOutline {
  return {
    workId: row.text('work_id'),
    firstName: row.text('first_name'),
    lastName: row.text('last_name'),
    workEmail: row.text('work_email'),
    personalEmail: row.text('personal_email'),
    department: row.text('department'),
    office: row.text('office'),
    jobTitle: row.text('job_title'),
    memberType: row.text('member_type'),
  };
}

/** @throws ConnectorError report_malformed */
export function toCensusRow(row: ReportRow<CensusRole>): CensusRow {
  if (IDENTIFYING.every((role) => row.text(role) === null))
    throw malformedRow(row.number, 'nothing names the person', REPORT);
  return {
    ...toCensusOutline(row),
    preferredName: row.text('preferred_name'),
    mobilePhone: row.text('mobile_phone'),
    birthDate: row.date('birth_date'),
    gender: row.text('gender'),
    ethnicity: row.text('ethnicity'),
    address: {
      street1: row.text('street_1'),
      street2: row.text('street_2'),
      city: row.text('city'),
      state: row.text('state'),
      zipCode: row.text('zip_code'),
      country: row.text('country'),
    },
    manager: row.text('manager'),
    managerEmail: row.text('manager_email'),
    hireDate: row.date('hire_date'),
    // A report that has but one of the two columns means the day the person started.
    startDate: row.date(row.has('start_date') ? 'start_date' : 'hire_date'),
    terminationDate: row.date('termination_date'),
    hasTerminationColumn: row.has('termination_date'),
    status: row.text('status'),
    remote: row.toRemote(),
  };
}
