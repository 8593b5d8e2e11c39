import { MINUTE_MS, SECOND_MS } from '../lib/duration.ts';

const FIRST_MS = 5 * SECOND_MS;
/** A person may be looking: a source that is back after an hour is noticed within minutes. */
const MAX_MS = 5 * MINUTE_MS;

/**
 * How long to wait before the step is tried again.
 * @param triesMade that the source did not answer, this one included
 * @param retryAfterMs what the source itself asked for
 */
export function sourceRetryDelayMs(triesMade: number, retryAfterMs: number | undefined): number {
  const backOffMs = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(triesMade - 1, 10));
  return Math.max(backOffMs, Math.min(retryAfterMs ?? 0, MAX_MS));
}
