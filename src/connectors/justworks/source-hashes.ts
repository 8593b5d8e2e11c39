import type { Hash } from 'node:crypto';
import type { CalendarDate } from '../../lib/calendar-date.ts';

interface SourceHashes {
  forever: Buffer;
  forToday: Buffer;
}

/** Where a row's meaning hangs on the day, equal bytes are the same source on the same day only. */
export function toSourceHashes(hash: Hash, today: CalendarDate): SourceHashes {
  return { forever: hash.copy().digest(), forToday: hash.copy().update(today).digest() };
}

/** Whether these bytes are the ones that were applied last, whichever of the two hashes was kept then. */
export function isSameSource(known: Uint8Array | null, hashes: SourceHashes): known is Uint8Array {
  return known !== null && Object.values(hashes).some((hash: Buffer) => hash.equals(known));
}
