import { invalidInput } from '../../../lib/app-error.ts';
import { parseCalendarDate, type CalendarDate } from '../../../lib/calendar-date.ts';
import type { Company } from './company.ts';
import type { JobDetails, Member, PersonalDetails } from './member.ts';
import { MEMBER_FIELDS, type MemberField } from './member-fields.ts';

export type MemberPatch = Partial<PersonalDetails & JobDetails & { startDate: CalendarDate }>;

export interface FieldContext {
  company: Company;
  members: readonly Member[];
}

/**
 * Reads fields as a form or a JSON body gives them: '' and null both mean "none". Takes only what is there.
 * @throws AppError `invalid_field` naming the field; a wrong value must not become a quiet blank in a report.
 */
export function parseMemberFields(
  input: Readonly<Record<string, unknown>>,
  context: FieldContext,
): MemberPatch {
  const patch: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(input)) {
    const field = MEMBER_FIELDS.find((candidate) => candidate.name === name);
    if (!field) throw invalidInput('unknown_field', `A member has no field "${name}".`, `/${name}`);
    patch[name] = parseField(field, value, context);
  }
  return patch;
}

function parseField(field: MemberField, value: unknown, context: FieldContext): string | null {
  if (value !== null && typeof value !== 'string' && typeof value !== 'number') throw wrong(field, 'a text');
  const given = String(value ?? '').trim();
  if (given === '') {
    if (field.isRequired) throw wrong(field, 'filled in');
    return null;
  }
  if (field.kind === 'text' || field.kind === 'email') return given;
  if (field.kind === 'date')
    return parseCalendarDate(given) ?? fail(field, 'a date, MM/DD/YYYY or YYYY-MM-DD');
  if (field.kind === 'money') return toMoney(given) ?? fail(field, 'an amount such as 85000.00');
  if (field.kind === 'member')
    return findMemberId(given, context.members) ?? fail(field, 'an id or a work e-mail');
  const choices = field.choices!(context.company);
  return choices.includes(given) ? given : fail(field, `one of: ${choices.join('; ')}`);
}

function toMoney(given: string): string | undefined {
  const plain = given.replace(/[$,]/g, '');
  return /^\d+(\.\d{1,2})?$/.test(plain) ? Number(plain).toFixed(2) : undefined;
}

/** By id or work e-mail; the e-mail of somebody who left may be another's now, who stands later in the list. */
export function findMemberId(given: string, members: readonly Member[]): string | undefined {
  const wanted = given.toLowerCase();
  return members.findLast((member) => member.id === given || member.workEmail?.toLowerCase() === wanted)?.id;
}

function wrong(field: MemberField, expected: string) {
  return invalidInput('invalid_field', `${field.label} must be ${expected}.`, `/${field.name}`);
}

function fail(field: MemberField, expected: string): never {
  throw wrong(field, expected);
}
