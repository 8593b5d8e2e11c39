import { addMs, SECOND_MS } from '../lib/duration.ts';

const MAX_JITTER_RATIO = 0.05;

/** A little later than the interval says, so that accounts that were linked together drift apart. `random` is in [0, 1). */
export function nextSyncAt(now: Date, intervalSeconds: number, random: number): Date {
  return addMs(now, Math.round(intervalSeconds * SECOND_MS * (1 + MAX_JITTER_RATIO * random)));
}
