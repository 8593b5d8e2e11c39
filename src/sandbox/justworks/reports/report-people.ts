import type { ThirdParty } from '../access/third-party.ts';
import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { fullName, type Member } from '../company/member.ts';
import type { RosterSnapshot } from '../company/roster-snapshot.ts';

/** What both reports are made of: everybody as they were on the day of the request. */
export interface ReportPeople {
  members: RosterSnapshot;
  /** No rows of a report, but for the fault that puts them there. */
  thirdParties: readonly ThirdParty[];
  today: CalendarDate;
}

/** Finds people by id; made once for a walk through a report, where each row asks for a manager. */
export function indexOf(people: ReportPeople): (id: string | null) => Member | undefined {
  const byId = new Map<string, Member>();
  for (const member of people.members) byId.set(member.id, member);
  return (id) => (id === null ? undefined : byId.get(id));
}

export function nameOf(member: Member | undefined): string | null {
  return member ? fullName(member) : null;
}
