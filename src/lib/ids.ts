import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** A new uuid version 7: ordered by time, made in the app because PostgreSQL before 18 has none. */
export function newId(): string {
  return v7();
}

const BYTES_AN_ID = 16;

/** The same for whoever needs thousands: a source of ids in their order, that asks for random bytes in one go for many. */
export function createIdSource(): () => string {
  const pool = new Uint8Array(BYTES_AN_ID * 256);
  let used = pool.length;
  let msecs = 0;
  let seq = 0;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const random = pool.subarray(used, (used += BYTES_AN_ID));
    const now = Date.now();
    // Half of what the number can be, so that it does not run over within a millisecond.
    if (now > msecs) seq = ((random[6]! & 0x7f) << 24) | (random[7]! << 16) | (random[8]! << 8) | random[9]!;
    else seq += 1;
    msecs = Math.max(now, msecs);
    return v7({ random, msecs, seq });
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text.toLowerCase());
}
