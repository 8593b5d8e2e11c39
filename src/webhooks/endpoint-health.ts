import { addMs, DAY_MS, MINUTE_MS, SECOND_MS } from '../lib/duration.ts';
import type { AttemptVerdict } from './attempt-outcome.ts';

/** An endpoint that gave nothing but failures for so long is disabled. */
const DISABLE_AFTER_MS = 5 * DAY_MS;
/** So many attempts in a row without an answer, and one is tried at a time. */
export const OPENS_AT = 5;
const FIRST_PAUSE_MS = 5 * SECOND_MS;
const MAX_PAUSE_MS = 5 * MINUTE_MS;

export interface EndpointHealth {
  /** Since when there were only failures. */
  failingSince: Date | null;
  /** Attempts in a row to which no answer came. */
  failureStreak: number;
  /** Nothing is tried before. */
  pausedUntil: Date | null;
}

export type DisabledReason = 'gone' | 'failing';

export interface SeenAttempt {
  verdict: AttemptVerdict;
  isAnswered: boolean;
}

/** Pure: what attempts that ended now, in their order, say about their endpoint; and whether they are its end. */
export function judgeEndpoint(
  before: EndpointHealth,
  attempts: readonly SeenAttempt[],
  now: Date,
): EndpointHealth & { disabledReason: DisabledReason | null } {
  const health = attempts.reduce((known, attempt) => afterAttempt(known, attempt, now), before);
  const isGone = attempts.some(({ verdict }) => verdict === 'gone');
  const hasFailedLong =
    health.failingSince !== null && health.failingSince.getTime() <= now.getTime() - DISABLE_AFTER_MS;
  return { ...health, disabledReason: isGone ? 'gone' : hasFailedLong ? 'failing' : null };
}

function afterAttempt(before: EndpointHealth, attempt: SeenAttempt, now: Date): EndpointHealth {
  if (attempt.verdict === 'succeeded') return { failingSince: null, failureStreak: 0, pausedUntil: null };
  const failingSince = before.failingSince ?? now;
  if (attempt.isAnswered) return { failingSince, failureStreak: 0, pausedUntil: null };
  // Begun before the pause: it says nothing that is not known.
  if (before.pausedUntil !== null && now < before.pausedUntil) return { ...before, failingSince };
  const failureStreak = before.failureStreak + 1;
  return { failingSince, failureStreak, pausedUntil: pauseAfter(failureStreak, now) };
}

/** 5 s, and twice as long after each try that got no answer either, up to 5 minutes; null: there is no pause. */
function pauseAfter(streak: number, now: Date): Date | null {
  if (streak < OPENS_AT) return null;
  return addMs(now, Math.min(FIRST_PAUSE_MS * 2 ** (streak - OPENS_AT), MAX_PAUSE_MS));
}
