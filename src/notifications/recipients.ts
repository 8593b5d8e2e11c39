import type { NotificationMode } from '../db/schema/accounts.ts';
import type { NotificationKind } from '../db/schema/notifications.ts';

interface Readers {
  mode: NotificationMode;
  /** Of the linked account. */
  addresses: readonly string[];
  /** Of those who run this deployment. */
  operators: readonly string[];
}

/** Who is written to at once. What keeps an account from being read goes to its addresses in every mode. */
export function chooseRecipients(kind: NotificationKind, readers: Readers): string[] {
  const addresses = kind === 'run_changed' && readers.mode !== 'changes' ? [] : readers.addresses;
  return [...new Set([...addresses, ...(kind === 'run_held' ? readers.operators : [])])];
}

const IN_DIGEST: readonly NotificationKind[] = ['run_changed', 'run_held', 'failure'];

/** What the daily summary counts, also where it was mailed at once. */
export function isForDigest(kind: NotificationKind, mode: NotificationMode): boolean {
  return mode === 'daily' && IN_DIGEST.includes(kind);
}
