import type { PassthroughDeps } from './passthrough-deps.ts';
import { deleteExpiredReceipts } from './receipts-store.ts';

/** Requests and answers of more than a day ago are gone. */
export async function sweepPassthroughReceipts({
  db,
  clock,
}: Pick<PassthroughDeps, 'db' | 'clock'>): Promise<void> {
  await deleteExpiredReceipts(db, clock.now());
}
