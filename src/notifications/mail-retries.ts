import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/duration.ts';

/** Waiting time after each failed try. A relay that refuses for a day is told by an issue instead. */
const DELAYS_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, DAY_MS];

/** When to try again; null: all tries are used. @param attemptsMade this one included */
export function nextMailAttemptAt(attemptsMade: number, now: Date): Date | null {
  const delayMs = DELAYS_MS[attemptsMade - 1];
  return delayMs === undefined ? null : addMs(now, delayMs);
}

export interface MailFailure {
  /** A code of ours: a relay's own words quote addresses. */
  code: string;
  /** The same mail will never be taken. */
  isPermanent: boolean;
}

const PERMANENT_REPLY = 500;

/** What a mailer threw, as it may be stored. Replies are those of SMTP (RFC 5321, 4.2.1). */
export function toMailFailure(error: Error): MailFailure {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  if (typeof responseCode === 'number') {
    // Refused at the address. A refused log-in at the relay is ours to mend, and the mail waits for that.
    const isPermanent = code === 'EENVELOPE' && responseCode >= PERMANENT_REPLY;
    return { code: `smtp_${responseCode}`, isPermanent };
  }
  return { code: 'relay_unreachable', isPermanent: false };
}
