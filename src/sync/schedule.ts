import { addMs, SECOND_MS } from '../lib/duration.ts';

const MAX_JITTER_RATIO = 0.05;
const MAX_DOUBLINGS = 20;
const MAX_PROBE_SECONDS = 900;
/** However long the interval is, an account whose source is back is read within this time. */
const MAX_SPREAD_SECONDS = 3600;

/** A little later than the interval says, so that accounts that were linked together drift apart. `random` is in [0, 1). */
export function nextSyncAt(now: Date, intervalSeconds: number, random: number): Date {
  return addMs(now, Math.round(intervalSeconds * SECOND_MS * (1 + MAX_JITTER_RATIO * random)));
}

/** The interval after so many failures in a row: each but the first doubles it, up to `maxSeconds` or what it was. */
export function backedOffSeconds(intervalSeconds: number, failures: number, maxSeconds: number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS);
  return Math.min(intervalSeconds * 2 ** doublings, Math.max(maxSeconds, intervalSeconds));
}

/** When a source that is left alone is tried again, after so many tries that failed. */
export function nextProbeAt(now: Date, probeSeconds: number, failedProbes: number, random: number): Date {
  const seconds = Math.min(probeSeconds * 2 ** Math.min(failedProbes, MAX_DOUBLINGS), MAX_PROBE_SECONDS);
  return nextSyncAt(now, Math.max(seconds, probeSeconds), random);
}

/** Over how long the accounts of a source that is back are spread: one interval, so that they do not come all at once. */
export function spreadSeconds(intervalSeconds: number): number {
  return Math.min(intervalSeconds, MAX_SPREAD_SECONDS);
}

/** Whether a source is away for so many accounts that the others need not try. */
export function isSourceAway(
  seen: { failed: number; reached: number },
  limits: { breakerAccounts: number; breakerRatio: number },
): boolean {
  const { failed, reached } = seen;
  return failed >= limits.breakerAccounts && failed >= (failed + reached) * limits.breakerRatio;
}
