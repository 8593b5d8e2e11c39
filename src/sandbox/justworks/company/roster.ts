import { AppError, invalidInput, notFound } from '../../../lib/app-error.ts';
import { parseCalendarDate, type CalendarDate } from '../../../lib/calendar-date.ts';
import { CompanyChanges } from './company-changes.ts';
import type { Company } from './company.ts';
import { jobOf, JOB_FIELDS, NO_TERMINATION, statusOn, type Member } from './member.ts';
import { parseMemberFields, type MemberPatch } from './parse-member-fields.ts';
import { BLANK_MEMBER } from './blank-member.ts';
import { RosterSnapshots, type RosterSnapshot } from './roster-snapshot.ts';
import { SeededRandom } from './seeded-random.ts';

export interface TerminationInput {
  /** The separation date. */
  date: string;
  /** The separation date when absent. */
  lastDayWorked?: string | undefined;
  kind?: 'voluntary' | 'involuntary' | undefined;
  reason?: string | undefined;
}

/** Fields of a member, unchecked, as a form or JSON body gives them; `manager` is an id or a work e-mail. */
export type MemberInput = Readonly<Record<string, unknown>>;

/** The company's people, and what an HR admin does to them. */
export class Roster {
  readonly members: Member[];
  private readonly company: Company;
  private readonly random: SeededRandom;
  private readonly changes: CompanyChanges;
  private readonly byId: Map<string, Member>;
  private readonly snapshots = new RosterSnapshots();
  private hires: number;

  constructor(company: Company, members: Member[], seed: string, changes = new CompanyChanges()) {
    this.company = company;
    this.changes = changes;
    this.members = members;
    this.byId = new Map(members.map((member) => [member.id, member]));
    this.random = new SeededRandom(`${seed}/hires`);
    this.hires = members.length;
  }

  /** An id that follows from the seed and from what was made before. */
  newId(): string {
    return this.random.uuid();
  }

  find(id: string): Member | undefined {
    return this.byId.get(id);
  }

  get(id: string): Member {
    const member = this.find(id);
    if (!member) throw notFound('member');
    return member;
  }

  /** Everybody as they are now, whatever is changed afterwards. */
  snapshot(): RosterSnapshot {
    return this.snapshots.take(this.members);
  }

  hire(input: MemberInput, today: CalendarDate): Member {
    const patch = this.parse({ startDate: today, ...input });
    const { firstName, lastName, startDate = today } = patch;
    if (!firstName || !lastName) throw invalidInput('invalid_field', 'A hire needs a first and a last name.');
    this.hires += 1;
    const workId = String(this.hires).padStart(5, '0');
    const fields = { ...BLANK_MEMBER, workId, ...patch, firstName, lastName, startDate };
    this.assertFree(fields, today);
    const entry = { ...jobOf(fields), effectiveDate: startDate, reason: 'New hire' };
    const member: Member = { id: this.newId(), ...fields, history: [entry] };
    this.members.push(member);
    this.byId.set(member.id, member);
    this.changes.announce({ kind: 'hired', member });
    return member;
  }

  /** Changed job fields make a line of the work history; `effectiveDate` (today) and `reason` go with it. */
  edit(id: string, input: MemberInput, today: CalendarDate): Member {
    const { effectiveDate, reason, ...fields } = input;
    const member = this.get(id);
    const patch = this.parse(fields);
    this.assertFree(patch, today, member);
    if (patch.manager === id) throw invalidInput('invalid_field', 'Nobody is their own manager.', '/manager');
    const effective = effectiveDate === undefined ? undefined : asDate(effectiveDate, 'effectiveDate');
    const isJobChanged = JOB_FIELDS.some((field) => field in patch && patch[field] !== member[field]);
    if (patch.startDate) assertStartMoves(member, patch.startDate);
    const entryDate = isJobChanged ? entryDateFor(member, effective, today) : today;
    this.snapshots.keep(member);
    if (patch.startDate) moveStart(member, patch.startDate);
    Object.assign(member, patch);
    if (isJobChanged) appendHistory(member, entryDate, typeof reason === 'string' ? reason : null);
    this.changes.announce({ kind: 'edited', member });
    return member;
  }

  terminate(id: string, input: TerminationInput): Member {
    const date = asDate(input.date, 'date');
    const lastDayWorked = input.lastDayWorked ? asDate(input.lastDayWorked, 'lastDayWorked') : date;
    const member = this.get(id);
    if (date < member.startDate) {
      throw invalidInput('invalid_field', 'The separation date is before the start date.', '/date');
    }
    if (lastDayWorked > date) {
      throw invalidInput(
        'invalid_field',
        'The last day worked is after the separation date.',
        '/lastDayWorked',
      );
    }
    const { kind = 'voluntary', reason } = input;
    const ending = {
      terminationDate: date,
      lastDayWorked,
      terminationKind: kind,
      terminationReason: reason || null,
    };
    return this.change(member, ending, 'termination_scheduled');
  }

  cancelTermination(id: string): Member {
    return this.change(this.get(id), NO_TERMINATION, 'termination_canceled');
  }

  /** Whoever left comes back: the same person and Work ID, with a second spell that starts on `startDate` (today). */
  rehire(id: string, input: MemberInput, today: CalendarDate): Member {
    const member = this.get(id);
    const { startDate = today, ...fields } = this.parse(input);
    if (member.terminationDate === null || member.terminationDate >= startDate) {
      throw new AppError(
        'conflict',
        'not_terminated',
        'Only somebody who left before that day can come back.',
      );
    }
    this.assertFree(fields, today, member);
    const { startDate: startedBefore, terminationDate } = member;
    const earlierSpells = [...member.earlierSpells, { startDate: startedBefore, terminationDate }];
    this.change(member, { ...fields, ...NO_TERMINATION, startDate, earlierSpells }, 'edited', () => {
      appendHistory(member, startDate, 'Rehire');
    });
    return member;
  }

  /** Shows or hides a person in Directory and Org Chart. */
  setHidden(id: string, isHidden: boolean): Member {
    return this.change(this.get(id), { isHidden }, 'edited');
  }

  /** The person's rows disappear, as happens with people who were never paid. */
  remove(id: string): void {
    const member = this.get(id);
    this.members.splice(this.members.indexOf(member), 1);
    this.byId.delete(id);
    this.changes.announce({ kind: 'removed', member });
  }

  /** Changes many members at once without a line in their history, such as for a department of another name. */
  amend(amends: (member: Member) => boolean, change: (member: Member) => void): void {
    for (const member of this.members.filter(amends)) {
      this.snapshots.keep(member);
      change(member);
    }
  }

  private change(
    member: Member,
    patch: Partial<Member>,
    kind: 'edited' | 'termination_scheduled' | 'termination_canceled',
    alsoDo: () => void = () => undefined,
  ): Member {
    this.snapshots.keep(member);
    Object.assign(member, patch);
    alsoDo();
    this.changes.announce({ kind, member });
    return member;
  }

  private parse(input: MemberInput): MemberPatch {
    return parseMemberFields(input, { company: this.company, members: this.members });
  }

  /** A Work ID stays taken; the e-mail of somebody who left may be given to another person. */
  private assertFree(patch: MemberPatch, today: CalendarDate, self?: Member): void {
    const { workId, workEmail } = patch;
    const others = (field: 'workId' | 'workEmail', wanted: string) =>
      this.members.filter(
        (member) => member !== self && member[field]?.toLowerCase() === wanted.toLowerCase(),
      );
    if (workId && others('workId', workId).length > 0) {
      throw new AppError('conflict', 'work_id_taken', 'Another member has this Work ID.');
    }
    if (
      workEmail &&
      others('workEmail', workEmail).some((other) => statusOn(other, today) !== 'Terminated')
    ) {
      throw new AppError('conflict', 'work_email_taken', 'Another member has this work e-mail.');
    }
  }
}

function asDate(value: unknown, field: string): CalendarDate {
  const date = typeof value === 'string' ? parseCalendarDate(value) : undefined;
  if (!date) throw invalidInput('invalid_field', `${field} must be MM/DD/YYYY or YYYY-MM-DD.`, `/${field}`);
  return date;
}

/** History is appended to only: a change takes effect on or after the day of the last one. */
function entryDateFor(member: Member, wanted: CalendarDate | undefined, today: CalendarDate): CalendarDate {
  const last = member.history.at(-1)?.effectiveDate ?? member.startDate;
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

/** The line of the present spell, which is not the first one of who was hired twice. */
function spellStartOf(member: Member): number {
  return member.history.findLastIndex(({ effectiveDate }) => effectiveDate === member.startDate);
}

function assertStartMoves(member: Member, startDate: CalendarDate): void {
  const index = spellStartOf(member);
  const [before, after] = [member.history[index - 1], member.history[index + 1]];
  if (after && after.effectiveDate <= startDate) {
    throw invalidInput('invalid_field', 'A change is on record before this start date.', '/startDate');
  }
  if (before && index > 0 && before.effectiveDate >= startDate) {
    throw invalidInput('invalid_field', 'An earlier spell is on record after this start date.', '/startDate');
  }
}

function moveStart(member: Member, startDate: CalendarDate): void {
  const entry = member.history[spellStartOf(member)];
  if (entry) entry.effectiveDate = startDate;
}
