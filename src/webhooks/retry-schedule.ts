import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../lib/duration.ts';

/** Waiting time before each attempt, the first included: the example schedule of Standard Webhooks 1.0.0. */
const DELAYS_MS = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
] as const;

export const MAX_ATTEMPTS = DELAYS_MS.length;
const JITTER_RATIO = 0.2;
/** From here on jitter only adds, so that all attempts together take three days and three hours at least. */
const LONG_MS = 2 * HOUR_MS;
/** Whoever asks for more is asked again after a day: it costs a receiver little, and an absurd value loses nothing. */
const MAX_RETRY_AFTER_MS = DAY_MS;

export interface FailedAttempt {
  /** Attempts made so far, this one included. */
  attemptsMade: number;
  now: Date;
  /** In [0, 1); decides the jitter. */
  random: number;
  /** The header of the answer, as it came. */
  retryAfter: string | null;
}

/**
 * When to try again, or null when all attempts are used. A Retry-After postpones the next attempt, by a day at most; it
 * never brings one forward.
 */
export function nextAttemptAt(attempt: FailedAttempt): Date | null {
  const delayMs = DELAYS_MS[attempt.attemptsMade];
  if (delayMs === undefined) return null;
  const jitter = delayMs < LONG_MS ? 2 * attempt.random - 1 : attempt.random;
  const jitteredMs = delayMs * (1 + JITTER_RATIO * jitter);
  const askedMs = attempt.retryAfter === null ? 0 : parseRetryAfter(attempt.retryAfter, attempt.now);
  return addMs(attempt.now, Math.round(Math.max(jitteredMs, Math.min(askedMs, MAX_RETRY_AFTER_MS))));
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); anything else asks for nothing. */
function parseRetryAfter(header: string, now: Date): number {
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * SECOND_MS;
  const instant = /^[A-Za-z]{3},/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? 0 : instant - now.getTime();
}
