import { ConnectorError } from '../../../errors.ts';
import { toTextShape } from '../../../../lib/text-shape.ts';

const MAX_SHOWN_COLUMNS = 100;
const MAX_SHOWN_LENGTH = 60;
/** One known name may be chance. */
const MIN_KNOWN_COLUMNS = 2;

/** Role -> the headers it may stand under; case, spaces and punctuation do not matter. */
export type ColumnSynonyms = Record<string, string[]>;

const PERSON_COLUMNS = {
  work_id: ['Work ID', 'Employee ID', 'Employee Number'],
  first_name: ['First Name', 'Legal First Name', 'Given Name'],
  last_name: ['Last Name', 'Legal Last Name', 'Surname', 'Family Name'],
  work_email: ['Work Email', 'Work E-mail', 'Work Email Address', 'Company Email', 'Email'],
  office: ['Office', 'Office Name', 'Office Location', 'Work Location', 'Location'],
  department: ['Department', 'Department Name'],
  manager: ['Manager', 'Manager Name', 'Reports To', 'Supervisor'],
  job_title: ['Job Title', 'Title', 'Position'],
  member_type: ['Member Type', 'Employment Type', 'Employee Type', 'Worker Type'],
} satisfies ColumnSynonyms;

export const censusColumns = {
  ...PERSON_COLUMNS,
  preferred_name: ['Preferred Name', 'Preferred First Name', 'Nickname'],
  personal_email: [
    'Personal Email',
    'Personal E-mail',
    'Personal Email Address',
    'Home Email',
    'Home E-mail',
  ],
  mobile_phone: ['Cell Phone', 'Mobile Phone', 'Cell Phone Number', 'Mobile Phone Number', 'Mobile', 'Cell'],
  birth_date: ['Date of Birth', 'Birth Date', 'Birthday', 'DOB'],
  gender: ['Gender', 'Sex', 'Gender Identity'],
  ethnicity: ['Ethnicity', 'Race', 'Race/Ethnicity', 'Race and Ethnicity', 'Ethnicity/Race'],
  street_1: [
    'Street Address 1',
    'Street Address',
    'Street 1',
    'Address Line 1',
    'Address 1',
    'Home Address 1',
  ],
  street_2: ['Street Address 2', 'Street 2', 'Address Line 2', 'Address 2', 'Home Address 2', 'Apartment'],
  city: ['City', 'Home City'],
  state: ['State', 'Home State', 'State/Province', 'Province'],
  zip_code: ['Postal Code', 'Zip', 'Zip Code', 'Zip/Postal Code', 'Postcode'],
  country: ['Country', 'Home Country', 'Country Code'],
  manager_email: ['Manager Email', 'Manager E-mail', 'Manager Work Email', 'Supervisor Email'],
  start_date: ['Start Date', 'Employment Start Date', 'First Day'],
  hire_date: ['Hire Date', 'Date of Hire', 'Original Hire Date'],
  termination_date: ['Termination Date', 'End Date', 'Separation Date', 'Employment End Date', 'Last Day'],
  status: ['Status', 'Member Status', 'Employment Status', 'Employee Status'],
} satisfies ColumnSynonyms;

export const workHistoryColumns = {
  ...PERSON_COLUMNS,
  personal_email: censusColumns.personal_email,
  effective_date: ['Effective Date', 'Effective From', 'Change Effective Date', 'Date Effective'],
  pay_type: ['Pay Type', 'Compensation Type', 'Pay Basis'],
  pay_rate: ['Pay Rate', 'Compensation', 'Compensation Amount', 'Pay Amount', 'Rate', 'Base Pay'],
  pay_frequency: ['Pay Frequency', 'Pay Schedule', 'Payroll Frequency'],
  pay_currency: ['Pay Currency', 'Currency', 'Currency Code'],
  flsa_status: ['FLSA Status', 'FLSA', 'FLSA Classification', 'Exemption Status'],
} satisfies ColumnSynonyms;

export type CensusRole = keyof typeof censusColumns;
export type WorkHistoryRole = keyof typeof workHistoryColumns;

export interface MatchedColumns {
  /** Role -> place in the row. */
  places: ReadonlyMap<string, number>;
  unknownColumns: string[];
  /** Roles that no column took, by the header we know best. */
  missingColumns: string[];
}

/**
 * Finds each role's column in a report's header.
 * @throws ConnectorError report_malformed when two columns claim one role.
 */
export function matchColumns(
  header: readonly string[],
  synonyms: ColumnSynonyms,
  report: string,
): MatchedColumns {
  const roleOf = new Map(
    Object.entries(synonyms).flatMap(([role, headers]) =>
      headers.map((text) => [foldHeader(text), role] as const),
    ),
  );
  const places = new Map<string, number>();
  const unknownColumns: string[] = [];
  for (const [place, column] of header.entries()) {
    const role = roleOf.get(foldHeader(column));
    if (role === undefined) unknownColumns.push(column);
    else if (places.has(role)) throw twoColumns(report, header[places.get(role)!]!, column);
    else places.set(role, place);
  }
  const missing = Object.entries(synonyms).filter(([role]) => !places.has(role));
  return { places, unknownColumns, missingColumns: missing.map(([role, headers]) => headers[0] ?? role) };
}

/**
 * @param header what the report has, shown with the error
 * @param alternatives sets of roles of which one must be there whole, e.g. [['work_email'], ['first_name', 'last_name']]
 * @throws ConnectorError report_column_missing naming the headers that were expected.
 */
export function assertColumns(
  header: readonly string[],
  matched: MatchedColumns,
  synonyms: ColumnSynonyms,
  alternatives: readonly (readonly string[])[],
  report: string,
): void {
  if (alternatives.some((roles) => roles.every((role) => matched.places.has(role)))) return;
  const expected = alternatives
    .map((roles) => roles.filter((role) => !matched.places.has(role)))
    .map((roles) => roles.map((role) => `"${synonyms[role]?.[0] ?? role}"`).join(' and '))
    .join(' or ');
  throw new ConnectorError('report_column_missing', `The report lacks the column ${expected}.`, {
    subject: report,
    details: showHeader(header, matched),
  });
}

/** The header's names, or only their shapes when the line may be no header but somebody's row. */
function showHeader(header: readonly string[], { places }: MatchedColumns): string[] {
  const show = places.size < MIN_KNOWN_COLUMNS ? toTextShape : cutText;
  return header.slice(0, MAX_SHOWN_COLUMNS).map((column) => show(column, MAX_SHOWN_LENGTH));
}

function cutText(text: string, maxLength: number): string {
  return text.slice(0, maxLength);
}

/** Case, spaces and punctuation do not tell headers apart. */
export function foldHeader(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function twoColumns(report: string, first: string, second: string): ConnectorError {
  return new ConnectorError('report_malformed', `The columns "${first}" and "${second}" mean the same.`, {
    subject: report,
  });
}
