import { sql, type RawBuilder } from 'kysely';
import { toEmail } from '../hris/normalize/email.ts';
import { toNameKey } from '../hris/normalize/name.ts';

/** A field of employees that systems which are fed from the records cannot do without. */
export interface FieldCheck {
  name: string;
  field: string;
  /** What a person does about it; null: it may well be empty, and is counted only. */
  advice: string | null;
}

const WHO_ACTS = 'Enter it at the source; this closes by itself with the next sync.';

/** Of people who work or will work. The employment status itself is asked of everybody who is there. */
export const FIELD_CHECKS: readonly FieldCheck[] = [
  {
    name: 'missing_work_email',
    field: 'work_email',
    advice: `Some people have no work e-mail, or one that is none: nobody can make accounts for them or find theirs. ${WHO_ACTS}`,
  },
  { name: 'missing_first_name', field: 'first_name', advice: `Some people have no first name. ${WHO_ACTS}` },
  { name: 'missing_last_name', field: 'last_name', advice: `Some people have no last name. ${WHO_ACTS}` },
  {
    name: 'missing_start_date',
    field: 'start_date',
    advice: `Some people have no start date: no on-boarding can be planned for them. ${WHO_ACTS}`,
  },
  {
    name: 'missing_employment_status',
    field: 'employment_status',
    advice: `Nobody can say of some people whether they work or have left. ${WHO_ACTS}`,
  },
  // The head has none, and many a company keeps neither.
  { name: 'missing_manager', field: 'manager', advice: null },
  { name: 'missing_work_location', field: 'work_location', advice: null },
];

/** Checks that a reading makes; the numbers come from what opens their issues. */
export const READING_CHECKS = [
  'manager_unresolved',
  'manager_ambiguous',
  'manager_cycle',
  'identity_ambiguous',
  'employment_person_unknown',
  'record_person_unknown',
  'unknown_words',
] as const;
export type ReadingCheck = (typeof READING_CHECKS)[number];

const COLUMNS: Record<string, string> = { manager: 'manager_id', work_location: 'work_location_id' };

/** SQL: the check is about the employee `r`. */
export function isAskedSql({ field }: FieldCheck): RawBuilder<boolean> {
  return field === 'employment_status'
    ? sql<boolean>`(r.employment_status is distinct from 'INACTIVE' and r.ignored_at is null)`
    : sql<boolean>`coalesce(r.employment_status in ('ACTIVE', 'PENDING'), false)`;
}

/** SQL: the employee `r`, whom the check is about, lacks the field. */
export function isMissingSql({ field }: FieldCheck, organizationHead: string | null): RawBuilder<boolean> {
  const isEmpty = sql<boolean>`r.${sql.ref(COLUMNS[field] ?? field)} is null`;
  if (field !== 'manager' || organizationHead === null) return isEmpty;
  const head = toEmail(organizationHead) ?? toNameKey(organizationHead);
  return sql<boolean>`(${isEmpty} and r.work_email is distinct from ${head} and r.name_key is distinct from ${head})`;
}
