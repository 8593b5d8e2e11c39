import type { OutboundFailure } from '../lib/outbound-http.ts';

/** What one attempt saw. Either a status came, or a failure says why not. */
export interface AttemptOutcome {
  startedAt: Date;
  durationMs: number;
  statusCode: number | null;
  failure: OutboundFailure | null;
  /** The header of the answer, as it came. */
  retryAfter: string | null;
  /** The beginning of the answer; null: there was none, or it was empty. */
  answer: string | null;
}

export type AttemptVerdict = 'succeeded' | 'failed' | 'gone';

/** Only 2xx is a success; a redirect is not followed. 410 says that the receiver wants no more of this endpoint. */
export function judgeAttempt(outcome: Pick<AttemptOutcome, 'statusCode'>): AttemptVerdict {
  const status = outcome.statusCode;
  if (status === 410) return 'gone';
  return status !== null && status >= 200 && status < 300 ? 'succeeded' : 'failed';
}
