import { addMs, DAY_MS, HOUR_MS } from '../lib/duration.ts';

const LONGEST_MS = 7 * DAY_MS;

/** Whether the password ends so soon that something is to be done. */
export function isRenewalDue(expiresAt: Date | null, daysBefore: number, now: Date): boolean {
  return expiresAt !== null && addMs(expiresAt, -daysBefore * DAY_MS) <= now;
}

/** When to look again: at the day that it becomes due, but at least weekly (rules change) and at most daily. */
export function nextCheckAt(expiresAt: Date | null, daysBefore: number, now: Date): Date {
  const dueInMs = expiresAt === null ? LONGEST_MS : expiresAt.getTime() - daysBefore * DAY_MS - now.getTime();
  return addMs(now, Math.min(Math.max(dueInMs, DAY_MS), LONGEST_MS));
}

/** After a failure that passes by itself. */
export function retryCheckAt(retryAfterMs: number | undefined, now: Date): Date {
  return addMs(now, Math.max(retryAfterMs ?? 0, HOUR_MS));
}
