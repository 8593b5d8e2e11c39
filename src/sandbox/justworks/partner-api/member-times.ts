import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { CompanyChanges } from '../company/company-changes.ts';
import type { Member } from '../company/member.ts';
import { fromDayNumber, toDayNumber } from '../company/day-number.ts';
import { stableNumber } from '../company/stable-number.ts';
import type { Person } from './people.ts';

interface Times {
  createdAt: string;
  updatedAt: string;
}

/**
 * When members were added and last changed. The times of the seed's people follow from their history, before the first
 * day of the sandbox; every change through pages or control moves `updatedAt`, the mere passing of a day does not.
 */
export class MemberTimes {
  private readonly changed = new Map<string, Times>();
  private readonly dayBefore: CalendarDate;

  constructor(changes: CompanyChanges, clock: Clock, firstDay: CalendarDate) {
    this.dayBefore = addDays(firstDay, -1);
    changes.listen((change) => {
      if (!('member' in change)) return;
      const { kind, member } = change;
      const updatedAt = clock.now().toISOString();
      if (kind === 'removed') this.changed.delete(member.id);
      else if (kind === 'hired') this.changed.set(member.id, { createdAt: updatedAt, updatedAt });
      else this.changed.set(member.id, { ...this.of(member), updatedAt });
    });
  }

  of(member: Member): Times {
    return this.changed.get(member.id) ?? this.seeded(member);
  }

  /** Of a third party nothing but its start is known. */
  ofPerson(person: Person): Times {
    if (person.member) return this.of(person.member);
    const startedAt = `${person.thirdParty.startDate}T16:00:00.000Z`;
    return { createdAt: startedAt, updatedAt: startedAt };
  }

  private seeded(member: Member): Times {
    const { dayBefore } = this;
    const added = earlier(fromDayNumber(toDayNumber(member.startDate) - 14), dayBefore);
    const changed = member.history.findLast(({ effectiveDate }) => effectiveDate <= dayBefore)?.effectiveDate;
    const time = timeOfDay(member.id);
    return {
      createdAt: `${added}T${time}Z`,
      updatedAt: `${changed === undefined || changed < added ? added : changed}T${time}Z`,
    };
  }
}

function earlier(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one < other ? one : other;
}

/** In office hours of New York, so that the day is the same in both time zones. */
function timeOfDay(memberId: string): string {
  const second = stableNumber(`${memberId}/time`) % 28_800;
  const [hour, minute] = [14 + Math.floor(second / 3_600), Math.floor((second % 3_600) / 60)];
  return [hour, minute, second % 60].map((part) => String(part).padStart(2, '0')).join(':') + '.000';
}
