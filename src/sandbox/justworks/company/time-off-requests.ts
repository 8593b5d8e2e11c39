import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { fromDayNumber, toDayNumber, weekdayOf } from './day-number.ts';
import type { Member } from './member.ts';
import { firstStartOf, spellBetween } from './spells.ts';
import { isChosen, stableNumber } from './stable-number.ts';
import type { TimeOffPolicy } from './time-off-policies.ts';
import { isContractor } from './vocabulary.ts';

export type TimeOffStatus = 'pending' | 'approved' | 'denied' | 'cancelled';

export interface TimeOffRequest {
  member: Member;
  policy: TimeOffPolicy;
  year: number;
  /** Its place in the member's year; with the member and the year it is the identity of the request. */
  slot: number;
  status: TimeOffStatus;
  /** In the policy's unit. */
  amount: number;
  startDate: CalendarDate;
  endDate: CalendarDate;
  notes: string | null;
  createdOn: CalendarDate;
  updatedOn: CalendarDate;
}

const SLOTS_PER_YEAR = 4;
const DAYS_PER_SLOT = 91;
const ASKED_DAYS_BEFORE = 20;
const DECIDED_AFTER_DAYS = 4;
const NOTES = ['Family visit', 'Long weekend', 'Moving house'];

export function hasTimeOff(member: Pick<Member, 'memberType'>): boolean {
  return !isContractor(member.memberType);
}

/** The requests of a member that touch the days from `from` to `to`, as they stand on `today`; oldest first. */
export function requestsOf(
  member: Member,
  policies: readonly TimeOffPolicy[],
  { from, to, today }: { from: CalendarDate; to: CalendarDate; today: CalendarDate },
): TimeOffRequest[] {
  if (!hasTimeOff(member)) return [];
  const [first, last] = [toDayNumber(from), toDayNumber(to)];
  // Nobody asks before they work here, nor for days further ahead than requests are made.
  const firstYear = Math.max(yearOf(from) - 1, yearOf(firstStartOf(member)));
  const lastYear = Math.min(yearOf(to), yearOf(today) + 1);
  const found: TimeOffRequest[] = [];
  for (let year = firstYear; year <= lastYear; year += 1) {
    const newYear = toDayNumber(`${year}-01-01`);
    for (let slot = 0; slot < SLOTS_PER_YEAR; slot += 1) {
      const days = daysOf(member, year, slot, newYear);
      if (!days || days.last < first || days.first > last) continue;
      const request = toRequest(member, policies, { year, slot, today, ...days });
      if (request) found.push(request);
    }
  }
  return found;
}

interface Days {
  first: number;
  last: number;
}

/** Some days of one working week; undefined when nothing is asked in this slot. */
function daysOf(member: Member, year: number, slot: number, newYear: number): Days | undefined {
  const random = stableNumber(`${member.id}/${year}/${slot}`);
  if (random % 5 === 0) return undefined;
  const wished = newYear + slot * DAYS_PER_SLOT + ((random >>> 3) % (DAYS_PER_SLOT - 3));
  const first = weekdayOf(wished) > 4 ? wished + 7 - weekdayOf(wished) : wished;
  const length = Math.min(1 + ((random >>> 11) % 5), 5 - weekdayOf(first));
  return { first, last: first + length - 1 };
}

function toRequest(
  member: Member,
  policies: readonly TimeOffPolicy[],
  { year, slot, today, first, last }: Days & { year: number; slot: number; today: CalendarDate },
): TimeOffRequest | undefined {
  const [startDate, endDate] = [fromDayNumber(first), fromDayNumber(last)];
  const createdOn = fromDayNumber(first - ASKED_DAYS_BEFORE);
  const spell = spellBetween(member, startDate, endDate);
  const hasWorked =
    spell !== undefined &&
    spell.startDate <= startDate &&
    (spell.terminationDate === null || spell.terminationDate >= endDate);
  if (!hasWorked || createdOn > today) return undefined;
  const key = `${member.id}/${year}/${slot}`;
  const active = policies.filter(({ status }) => status === 'active');
  const policy = active[stableNumber(`${key}/policy`) % active.length]!;
  const decidedOn = fromDayNumber(first - ASKED_DAYS_BEFORE + DECIDED_AFTER_DAYS);
  const isDecided = decidedOn <= today && (startDate <= today || !isChosen(`${key}/undecided`, 3));
  return {
    member,
    policy,
    year,
    slot,
    status: isDecided ? decision(key) : 'pending',
    amount: amountOf(policy, last - first + 1, isChosen(`${key}/half`, 5)),
    startDate,
    endDate,
    notes: isChosen(`${key}/notes`, 3) ? NOTES[stableNumber(key) % NOTES.length]! : null,
    createdOn,
    updatedOn: isDecided ? decidedOn : createdOn,
  };
}

function decision(key: string): TimeOffStatus {
  if (isChosen(`${key}/denied`, 11)) return 'denied';
  return isChosen(`${key}/cancelled`, 13) ? 'cancelled' : 'approved';
}

/** A single day may be half a day. */
function amountOf({ unit }: TimeOffPolicy, days: number, isHalfDay: boolean): number {
  const length = days === 1 && isHalfDay ? 0.5 : days;
  return unit === 'hours' ? length * 8 : length;
}

function yearOf(date: CalendarDate): number {
  return Number(date.slice(0, 4));
}
