import { ALL_PERMISSIONS } from '../access/permissions.ts';

/** A type, or the words to choose from. */
export type ParameterType = 'string' | 'number' | 'boolean' | 'object' | readonly string[];

interface FaultKind {
  parameters: Record<string, ParameterType>;
  required?: readonly string[];
  /** Pages the fault applies to when the caller names no path. */
  path: string;
}

const EVERYWHERE = '/';
/** Report faults look at the path of the report's file, `/report-files/<report type>/...`. */
const FILES = '/report-files';
const CENSUS_FILES = '/report-files/employee_census';

/** The Partner API. */
const API = '/v1';

const METHODS = ['GET', 'POST'];

const FAULT_KINDS = {
  status_429: { parameters: { retryAfter: 'number' }, path: EVERYWHERE },
  status_500: { parameters: {}, path: EVERYWHERE },
  slow: { parameters: { delayMs: 'number', method: METHODS }, path: EVERYWHERE },
  slow_answer: { parameters: { delayMs: 'number', method: METHODS }, path: EVERYWHERE },
  challenge: { parameters: { status: 'number' }, path: EVERYWHERE },
  signed_out: { parameters: { answer: ['redirect', 'login_page'] }, path: EVERYWHERE },
  other_company: { parameters: { name: 'string' }, path: EVERYWHERE },
  password_expired: { parameters: {}, path: '/login' },
  mfa_reset: { parameters: {}, path: '/login' },
  passkey_prompt: { parameters: {}, path: '/tfa' },
  invitation_demands: { parameters: { fields: 'string' }, required: ['fields'], path: '/invitations' },
  missing_permission: {
    parameters: { permission: ALL_PERMISSIONS },
    required: ['permission'],
    path: EVERYWHERE,
  },
  cut: { parameters: { bytes: 'number', honestLength: 'boolean' }, required: ['bytes'], path: FILES },
  stuck_report: { parameters: {}, path: FILES },
  failed_report: { parameters: {}, path: FILES },
  expired_download: { parameters: {}, path: FILES },
  empty_report: { parameters: {}, path: FILES },
  header_only_report: { parameters: {}, path: FILES },
  html_for_csv: { parameters: { contentType: 'string' }, path: FILES },
  missing_column: { parameters: { column: 'string' }, required: ['column'], path: FILES },
  renamed_column: { parameters: { from: 'string', to: 'string' }, required: ['from', 'to'], path: FILES },
  added_column: { parameters: { column: 'string', value: 'string' }, path: FILES },
  reordered_columns: { parameters: {}, path: FILES },
  missing_rows: { parameters: { ratio: 'number' }, path: CENSUS_FILES },
  duplicate_row: {
    parameters: { workEmail: 'string', change: 'object' },
    required: ['workEmail'],
    path: CENSUS_FILES,
  },
  duplicate_rows: { parameters: { ratio: 'number' }, path: CENSUS_FILES },
  edge_dates: { parameters: { dates: ['dst', 'year_end'], column: 'string' }, path: FILES },
  census_without_contractors: { parameters: {}, path: FILES },
  third_party_rows: { parameters: {}, path: CENSUS_FILES },
  encoding: { parameters: { encoding: ['utf-16le', 'latin1'] }, required: ['encoding'], path: FILES },
  bom: { parameters: {}, path: FILES },
  api_malformed: { parameters: { contentType: 'string' }, path: API },
  api_changed_word: { parameters: { from: 'string', to: 'string' }, required: ['from', 'to'], path: API },
  api_missing_field: { parameters: { name: 'string' }, required: ['name'], path: API },
  slow_balances: { parameters: {}, path: `${API}/time-off/balances` },
  failed_balances: { parameters: {}, path: `${API}/time-off/balances` },
} as const satisfies Record<string, FaultKind>;

export const FAULT_NAMES = Object.keys(FAULT_KINDS) as readonly FaultName[];

export type FaultName = keyof typeof FAULT_KINDS;

export function kindOf(name: FaultName): FaultKind {
  return FAULT_KINDS[name];
}

export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(FAULT_KINDS, name);
}
