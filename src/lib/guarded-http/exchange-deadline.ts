import { outboundError } from './failures.ts';

export interface ExchangeDeadline {
  /** Aborts with the OutboundHttpError that says why. */
  signal: AbortSignal;
  /** Must be called when the exchange is over. */
  clear(): void;
}

/** One limit for the whole exchange, headers and body, joined with the caller's own signal. */
export function startDeadline(timeoutMs: number, callerSignal: AbortSignal | undefined): ExchangeDeadline {
  const abort = new AbortController();
  const onCallerAbort = (): void => abort.abort(outboundError('aborted'));
  const timer = setTimeout(() => abort.abort(outboundError('timeout')), timeoutMs);
  callerSignal?.addEventListener('abort', onCallerAbort, { once: true });
  if (callerSignal?.aborted) onCallerAbort();
  return {
    signal: abort.signal,
    clear() {
      clearTimeout(timer);
      callerSignal?.removeEventListener('abort', onCallerAbort);
    },
  };
}
