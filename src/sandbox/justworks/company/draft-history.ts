import type { Days } from './days.ts';
import { jobOf, type JobDetails, type WorkHistoryEntry } from './member.ts';
import type { SeededRandom } from './seeded-random.ts';

/** From the hire to `job`, with up to two rises before the end when there was a year for each; some were promoted. */
export function draftHistory(
  random: SeededRandom,
  job: JobDetails,
  startDay: number,
  days: Days,
  endDay = 0,
): WorkHistoryEntry[] {
  const changeDays = [365, 730]
    .map((later) => startDay + later + random.between(0, 60))
    .filter((day) => day < Math.min(endDay, 0));
  const dates = [startDay, ...changeDays.slice(0, random.between(0, 2))].map((day) => days.at(day));
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
function isPromoted(job: JobDetails, dates: readonly string[]): boolean {
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

/** The first spell of somebody who left and came back: what the job was then, for less. */
export function beforeRehire(history: readonly WorkHistoryEntry[], firstHiredOn: string): WorkHistoryEntry[] {
  const [rehire, ...later] = history as [WorkHistoryEntry, ...WorkHistoryEntry[]];
  const first = { ...rehire, effectiveDate: firstHiredOn, payRate: beforeRises(rehire.payRate, 2) };
  return [first, { ...rehire, reason: 'Rehire' }, ...later];
}
