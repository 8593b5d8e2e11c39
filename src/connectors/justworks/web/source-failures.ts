import { ConnectorError } from '../../errors.ts';
import { DAY_MS, SECOND_MS } from '../../../lib/duration.ts';
import { OutboundHttpError } from '../../../lib/outbound-http.ts';

/** `Retry-After` as seconds or as an HTTP date; at most a day, undefined when it says nothing usable. */
export function parseRetryAfterMs(value: string | undefined, now: Date): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const ms = /^\d+$/.test(value.trim())
    ? Number(value.trim()) * SECOND_MS
    : Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), DAY_MS);
}

/**
 * Statuses by which the source says "not now".
 * @throws ConnectorError rate_limited, source_unavailable
 */
export function assertAvailable(status: number, retryAfterMs: number | undefined, subject: string): void {
  if (status !== 429 && status < 500) return;
  const code = status === 429 ? 'rate_limited' : 'source_unavailable';
  const options = retryAfterMs === undefined ? { subject } : { subject, retryAfterMs };
  throw new ConnectorError(code, `The source answered ${status}.`, options);
}

/** What a failed exchange means. An abort of ours passes through as it is. */
export function toSourceFailure(thrown: unknown, signal: AbortSignal, subject: string): unknown {
  if (signal.aborted || thrown instanceof ConnectorError) return thrown;
  const failure = thrown instanceof OutboundHttpError ? thrown.failure : 'broken off';
  return new ConnectorError('source_unavailable', `The exchange with the source failed: ${failure}.`, {
    subject,
  });
}
