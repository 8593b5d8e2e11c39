import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { Member } from './member.ts';
import type { TimeOffPolicy } from './time-off-policies.ts';
import { hasTimeOff, requestsOf } from './time-off-requests.ts';

export interface TimeOffBalance {
  member: Member;
  policy: TimeOffPolicy;
  /** In the policy's unit, of the calendar year of the day asked for. */
  available: number;
  used: number;
}

/** One balance for each policy in force, for who works here on the day. */
export function balancesOf(
  member: Member,
  policies: readonly TimeOffPolicy[],
  asOf: CalendarDate,
  today: CalendarDate,
): TimeOffBalance[] {
  const worksHere =
    member.startDate <= asOf && (member.terminationDate === null || member.terminationDate >= asOf);
  if (!worksHere || !hasTimeOff(member)) return [];
  const year = asOf.slice(0, 4);
  const taken = requestsOf(member, policies, { from: `${year}-01-01`, to: asOf, today }).filter(
    (request) => request.status === 'approved' && request.startDate.startsWith(year),
  );
  return policies
    .filter(({ status }) => status === 'active')
    .map((policy) => {
      const used = taken
        .filter((request) => request.policy === policy)
        .reduce((sum, one) => sum + one.amount, 0);
      return { member, policy, used, available: policy.grantedPerYear - used };
    });
}
