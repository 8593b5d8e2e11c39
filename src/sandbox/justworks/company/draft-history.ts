import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import { jobOf, type JobDetails, type WorkHistoryEntry } from './member.ts';
import type { SeededRandom } from './seeded-random.ts';

/** From the hire to `job`, with up to two rises between when there was a year for each; some were promoted. */
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
    const isJunior = isPromoted(job, dates) && index < dates.length - 1;
    return {
      ...jobOf(job),
      jobTitle: isJunior ? `Junior ${job.jobTitle}` : job.jobTitle,
      payRate: beforeRises(job.payRate, dates.length - 1 - index),
      effectiveDate,
      reason: reasonFor(index, isPromoted(job, dates) && index === dates.length - 1),
    };
  });
}

/** Who rose twice and leads nobody's department was a junior before. */
function isPromoted(job: JobDetails, dates: readonly CalendarDate[]): boolean {
  return dates.length === 3 && !/^(Chief|Director|Head|VP)/.test(job.jobTitle ?? '');
}

function reasonFor(index: number, isPromotion: boolean): string {
  if (index === 0) return 'New hire';
  return isPromotion ? 'Promotion' : 'Pay change';
}

function beforeRises(payRate: string | null, rises: number): string | null {
  if (payRate === null || rises === 0) return payRate;
  const cents = Math.round(Number(payRate) * 100 * (1 - 0.05 * rises));
  return (cents / 100).toFixed(2);
}
