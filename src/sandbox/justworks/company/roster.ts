import { AppError, invalidInput, notFound } from '../../../lib/app-error.ts';
import { parseCalendarDate, type CalendarDate } from '../../../lib/calendar-date.ts';
import type { Company } from './company.ts';
import { jobOf, JOB_FIELDS, type Member } from './member.ts';
import { parseMemberFields, type MemberPatch } from './parse-member-fields.ts';
import { SeededRandom } from './seeded-random.ts';
import { NO_DEPARTMENT, REMOTE_OFFICE } from './vocabulary.ts';

export interface TerminationInput {
  date: string;
  kind?: 'voluntary' | 'involuntary' | undefined;
  reason?: string | undefined;
}

/** Fields of a member, unchecked, as a form or JSON body gives them; `manager` is an id or a work e-mail. */
export type MemberInput = Readonly<Record<string, unknown>>;

const BLANK_MEMBER = {
  preferredName: null,
  workEmail: null,
  personalEmail: null,
  cellPhone: null,
  homePhone: null,
  dateOfBirth: null,
  gender: null,
  ethnicity: null,
  street1: null,
  street2: null,
  city: null,
  state: null,
  postalCode: null,
  country: null,
  jobTitle: null,
  manager: null,
  payType: null,
  payRate: null,
  payFrequency: null,
  flsaStatus: null,
  department: NO_DEPARTMENT,
  office: REMOTE_OFFICE,
  memberType: 'Employee - Full Time (W-2)',
  terminationDate: null,
  terminationKind: null,
  terminationReason: null,
} as const;

/** The company's people, and what an HR admin does to them. */
export class Roster {
  readonly members: Member[];
  private readonly company: Company;
  private readonly random: SeededRandom;
  private hires: number;

  constructor(company: Company, members: Member[], seed: string) {
    this.company = company;
    this.members = members;
    this.random = new SeededRandom(`${seed}/hires`);
    this.hires = members.length;
  }

  /** An id that follows from the seed and from what was made before. */
  newId(): string {
    return this.random.uuid();
  }

  get(id: string): Member {
    const member = this.members.find((candidate) => candidate.id === id);
    if (!member) throw notFound('member');
    return member;
  }

  hire(input: MemberInput, today: CalendarDate): Member {
    const patch = this.parse({ startDate: today, ...input });
    const { firstName, lastName, startDate = today } = patch;
    if (!firstName || !lastName) throw invalidInput('invalid_field', 'A hire needs a first and a last name.');
    this.hires += 1;
    const workId = String(this.hires).padStart(5, '0');
    const fields = { ...BLANK_MEMBER, workId, ...patch, firstName, lastName, startDate };
    this.assertFree(fields);
    const entry = { ...jobOf(fields), effectiveDate: startDate, reason: 'New hire' };
    const member: Member = { id: this.newId(), ...fields, history: [entry] };
    this.members.push(member);
    return member;
  }

  /** Changed job fields make a line of the work history; `effectiveDate` (today) and `reason` go with it. */
  edit(id: string, input: MemberInput, today: CalendarDate): Member {
    const { effectiveDate, reason, ...fields } = input;
    const member = this.get(id);
    const patch = this.parse(fields);
    this.assertFree(patch, member);
    if (patch.manager === id) throw invalidInput('invalid_field', 'Nobody is their own manager.', '/manager');
    const effective = effectiveDate === undefined ? undefined : asDate(effectiveDate, 'effectiveDate');
    const isJobChanged = JOB_FIELDS.some((field) => field in patch && patch[field] !== member[field]);
    if (patch.startDate) moveStart(member, patch.startDate);
    const entryDate = isJobChanged ? entryDateFor(member, effective, today) : today;
    Object.assign(member, patch);
    if (isJobChanged) appendHistory(member, entryDate, typeof reason === 'string' ? reason : null);
    return member;
  }

  terminate(id: string, input: TerminationInput): Member {
    const date = asDate(input.date, 'date');
    const member = this.get(id);
    if (date < member.startDate) {
      throw invalidInput('invalid_field', 'The last day is before the start date.', '/date');
    }
    member.terminationDate = date;
    member.terminationKind = input.kind ?? 'voluntary';
    member.terminationReason = input.reason ?? null;
    return member;
  }

  cancelTermination(id: string): Member {
    const member = this.get(id);
    return Object.assign(member, { terminationDate: null, terminationKind: null, terminationReason: null });
  }

  /** The person's rows disappear, as happens with people who were never paid. */
  remove(id: string): void {
    this.members.splice(this.members.indexOf(this.get(id)), 1);
  }

  private parse(input: MemberInput): MemberPatch {
    return parseMemberFields(input, { company: this.company, members: this.members });
  }

  private assertFree(patch: MemberPatch, self?: Member): void {
    const taken = (field: 'workId' | 'workEmail') => {
      const wanted = patch[field]?.toLowerCase();
      return (
        wanted && this.members.some((member) => member !== self && member[field]?.toLowerCase() === wanted)
      );
    };
    if (taken('workId')) throw new AppError('conflict', 'work_id_taken', 'Another member has this Work ID.');
    if (taken('workEmail'))
      throw new AppError('conflict', 'work_email_taken', 'Another member has this work e-mail.');
  }
}

function asDate(value: unknown, field: string): CalendarDate {
  const date = typeof value === 'string' ? parseCalendarDate(value) : undefined;
  if (!date) throw invalidInput('invalid_field', `${field} must be MM/DD/YYYY or YYYY-MM-DD.`, `/${field}`);
  return date;
}

/** History is appended to only: a change takes effect on or after the day of the last one. */
function entryDateFor(member: Member, wanted: CalendarDate | undefined, today: CalendarDate): CalendarDate {
  const last = member.history.at(-1)!.effectiveDate;
  if (wanted !== undefined && wanted < last) {
    throw invalidInput('invalid_field', 'A later change is on record already.', '/effectiveDate');
  }
  return wanted ?? (today < last ? last : today);
}

/** A second change that takes effect on the same day replaces the first. */
function appendHistory(member: Member, effectiveDate: CalendarDate, reason: string | null): void {
  const replaced = member.history.at(-1)?.effectiveDate === effectiveDate ? member.history.pop() : undefined;
  const entry = { ...jobOf(member), effectiveDate, reason: reason ?? replaced?.reason ?? 'Job change' };
  member.history.push(entry);
}

function moveStart(member: Member, startDate: CalendarDate): void {
  const [hire, next] = member.history;
  if (next && next.effectiveDate <= startDate) {
    throw invalidInput('invalid_field', 'A change is on record before this start date.', '/startDate');
  }
  hire!.effectiveDate = startDate;
}
