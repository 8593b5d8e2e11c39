import { listRefusedSince, type AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { addMs, DAY_MS, HOUR_MS } from '../lib/duration.ts';

/** Sources lock an account after a few wrong log-ins in a row, often five, and its person needs some too. */
const LIMITS = [
  { most: 3, withinMs: HOUR_MS },
  { most: 4, withinMs: DAY_MS },
];

export interface LogInAttempts {
  /** How many wrong log-ins may follow. */
  left: number;
  /** Until when no log-in is taken; null while one is. */
  closedUntil: Date | null;
}

/** Of the account, whichever of its sessions had the others: the source counts by the account too. */
export async function readLogInAttempts(
  db: Db | Trx,
  scope: AccountScope,
  now: Date,
): Promise<LogInAttempts> {
  return toLogInAttempts(await listRefusedSince(db, scope, addMs(now, -DAY_MS)), now);
}

/** @param refusedAt newest first */
export function toLogInAttempts(refusedAt: readonly Date[], now: Date): LogInAttempts {
  const counted = LIMITS.map(({ most, withinMs }) => {
    const recent = refusedAt.filter((at) => addMs(at, withinMs) > now);
    const oldest = recent[most - 1];
    return { left: most - recent.length, closedUntil: oldest && addMs(oldest, withinMs) };
  });
  const ends = counted.flatMap(({ closedUntil }) => (closedUntil ? [closedUntil.getTime()] : []));
  return {
    left: Math.max(0, Math.min(...counted.map(({ left }) => left))),
    closedUntil: ends.length === 0 ? null : new Date(Math.max(...ends)),
  };
}
