import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import { sweepKeys } from './idempotency-store.ts';
import { sweepRateLimits } from './rate-limit-store.ts';

/** Forgets answers that need not be repeated any more, and callers that have been silent. */
export async function sweepTraffic({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await sweepKeys(db, clock.now());
  await sweepRateLimits(db, clock.now());
}
