/** How much of a step a session may do: so many at once, and one more each `refillMs`. */
export interface Allowance {
  atOnce: number;
  refillMs: number;
}

export type Turn = { isFree: true; spentUntil: Date } | { isFree: false; retryAfterSeconds: number };

/**
 * Whether one more is free now. Pure.
 * @param spentUntil as the last turn left it; null before the first
 */
export function takeTurn(spentUntil: Date | null, now: Date, { atOnce, refillMs }: Allowance): Turn {
  const start = Math.max(spentUntil?.getTime() ?? 0, now.getTime());
  const end = start + refillMs;
  const waitMs = end - atOnce * refillMs - now.getTime();
  return waitMs > 0
    ? { isFree: false, retryAfterSeconds: Math.ceil(waitMs / 1000) }
    : { isFree: true, spentUntil: new Date(end) };
}
