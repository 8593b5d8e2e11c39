import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import { jobOf, type JobDetails, type WorkHistoryEntry } from './member.ts';
import type { SeededRandom } from './seeded-random.ts';

/** From the hire to `job`, with up to two rises between when there was a year for each. */
export function draftHistory(
  random: SeededRandom,
  job: JobDetails,
  startDate: CalendarDate,
  today: CalendarDate,
): WorkHistoryEntry[] {
  const changeDates = [365, 730]
    .map((days) => addDays(startDate, days + random.between(0, 60)))
    .filter((date) => date < today);
  const dates = [startDate, ...changeDates.slice(0, random.between(0, 2))];
  return dates.map((effectiveDate, index) => {
    const rate = beforeRises(job.payRate, dates.length - 1 - index);
    const reason = index === 0 ? 'New hire' : 'Pay change';
    return { ...jobOf(job), payRate: rate, effectiveDate, reason };
  });
}

function beforeRises(payRate: string | null, rises: number): string | null {
  if (payRate === null || rises === 0) return payRate;
  const cents = Math.round(Number(payRate) * 100 * (1 - 0.05 * rises));
  return (cents / 100).toFixed(2);
}
