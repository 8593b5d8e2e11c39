import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { Member, Spell } from './member.ts';

/** The last of the person's spells with a day from `first` to `last` in it; pay and time off of a spell outlive it. */
export function spellBetween(member: Member, first: CalendarDate, last: CalendarDate): Spell | undefined {
  if (touches(member, first, last)) return member;
  return member.earlierSpells.findLast((spell) => touches(spell, first, last));
}

/** Of the first spell. */
export function firstStartOf(member: Member): CalendarDate {
  return member.earlierSpells[0]?.startDate ?? member.startDate;
}

function touches({ startDate, terminationDate }: Spell, first: CalendarDate, last: CalendarDate): boolean {
  return startDate <= last && (terminationDate === null || terminationDate >= first);
}
