import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { Member } from './member.ts';

/** Whether money has gone to the person; who was never paid can be removed for good (Justworks help, 360004475652). */
export function wasPaid(member: Member, today: CalendarDate): boolean {
  const firstDay = member.history[0]?.effectiveDate ?? member.startDate;
  const hasPay = [member, ...member.history].some(({ payRate }) => payRate !== null);
  return hasPay && firstDay < today;
}
