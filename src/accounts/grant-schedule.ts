import { HOUR_MS, MINUTE_MS } from '../lib/duration.ts';

/** A token with less than this left may end while a request is under way. */
const MARGIN_MS = MINUTE_MS;
const FIRST_RETRY_MS = MINUTE_MS;
const MAX_RETRY_MS = HOUR_MS;

export interface GrantLife {
  accessExpiresAt: Date;
  refreshExpiresAt: Date | null;
  hasRefreshToken: boolean;
}

/**
 * When to ask for new tokens: with a third of the shorter life left, so that a source which is away for hours costs
 * nothing. Without a refresh token there is nothing to ask for before the end.
 */
export function dueAt(life: GrantLife, issuedAt: Date): Date {
  if (!life.hasRefreshToken) return life.accessExpiresAt;
  const ends = [life.accessExpiresAt, ...(life.refreshExpiresAt ? [life.refreshExpiresAt] : [])];
  const firstEnd = Math.min(...ends.map((end) => end.getTime()));
  return new Date(firstEnd - (firstEnd - issuedAt.getTime()) / 3);
}

/** Whether a request that starts now may use it. */
export function isGood(accessExpiresAt: Date, now: Date): boolean {
  return accessExpiresAt.getTime() - now.getTime() > MARGIN_MS;
}

/** After the n-th failure in a row, n from 1. */
export function retryAt(failureCount: number, now: Date): Date {
  const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failureCount - 1));
  return new Date(now.getTime() + delayMs);
}
