import type { NotificationMode } from '../db/schema/accounts.ts';
import type { NotificationKind } from '../db/schema/notifications.ts';

interface Readers {
  /** Null: it is about no linked account. */
  mode: NotificationMode | null;
  /** Of the linked account, or of the organization. */
  addresses: readonly string[];
  /** Of those who run this deployment. */
  operators: readonly string[];
}

const FOR_OPERATORS: readonly NotificationKind[] = ['run_held', 'endpoint_disabled'];

/** Who is written to at once. What keeps an account from being read goes to its addresses in every mode. */
export function chooseRecipients(kind: NotificationKind, readers: Readers): string[] {
  const addresses = kind === 'run_changed' && readers.mode !== 'changes' ? [] : readers.addresses;
  return [...new Set([...addresses, ...(FOR_OPERATORS.includes(kind) ? readers.operators : [])])];
}

const IN_DIGEST: readonly NotificationKind[] = ['run_changed', 'run_held', 'failure'];

/** What the daily summary counts, also where it was mailed at once. */
export function isForDigest(kind: NotificationKind, mode: NotificationMode | null): boolean {
  return mode === 'daily' && IN_DIGEST.includes(kind);
}
