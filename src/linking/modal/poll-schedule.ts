import type { SessionView } from '../session-view.ts';

const WAITING_MS = 1_000;
const WATCHING_MS = 3_000;
const IDLE_MS = 10_000;
const MAX_BACKOFF_MS = 30_000;

/** How long until the session is asked for again; null when nothing can change any more. */
export function pollDelayMs(view: Pick<SessionView, 'state' | 'sync'>): number | null {
  switch (view.state) {
    case 'awaiting_invitation':
    case 'awaiting_authorization':
    case 'accepting_invitation':
    case 'verifying_permissions':
      return WAITING_MS;
    case 'awaiting_credentials':
    case 'awaiting_company':
    case 'awaiting_confirmation':
    case 'awaiting_permissions':
    case 'failed':
      return WATCHING_MS;
    case 'awaiting_consent':
      return IDLE_MS;
    case 'linked':
      return view.sync?.finished_at ? null : WAITING_MS;
    case 'expired':
      return null;
  }
}

/** While the service tells of changes by itself, asking is for what may have been lost on the way. */
const WATCHED_MS = 20_000;

export function watchedDelayMs(view: Pick<SessionView, 'state' | 'sync'>): number | null {
  return pollDelayMs(view) === null ? null : WATCHED_MS;
}

/** @param failures in a row, at least one */
export function retryDelayMs(failures: number, retryAfterMs: number | null): number {
  const backoffMs = Math.min(MAX_BACKOFF_MS, WAITING_MS * 2 ** (failures - 1));
  return Math.max(backoffMs, Math.min(retryAfterMs ?? 0, MAX_BACKOFF_MS));
}
