import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionView } from '../session-view.ts';
import { LinkRefused, RequestFailed, type LinkApi } from './link-api.ts';
import { whenPageReturns } from './page-return.ts';
import { pollDelayMs } from './poll-schedule.ts';
import { pollSession, type SessionPoll } from './poll-session.ts';
import { watchSession } from './watch-session.ts';

/**
 * `conflict`: the session is not where this could be done, or it was refused before. `unusable`: what was typed can't be
 * used.
 */
export type Outcome = 'done' | 'conflict' | 'unusable' | 'failed' | TooOften;

/** Not now: the service says how long to wait; null where it doesn't. */
export interface TooOften {
  retryAfterMs: number | null;
}

export interface Session {
  view: SessionView | null;
  /** The service can't be reached right now. */
  isInTrouble: boolean;
  /** The link opens nothing any more. */
  isRefused: boolean;
  /** Runs a call that answers with a view, and shows it. */
  run: (call: () => Promise<SessionView>) => Promise<Outcome>;
}

export function useSession(api: LinkApi, onRefused: () => void): Session {
  const [view, setView] = useState<SessionView | null>(null);
  const [isInTrouble, setInTrouble] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const poll = useRef<SessionPoll>(null);

  const refuse = (): void => {
    poll.current?.stop();
    setRefused(true);
    onRefused();
  };
  useEffect(() => {
    const started = pollSession({
      fetchView: () => api.getSession(),
      onView: (next) => {
        setView(next);
        setInTrouble(false);
      },
      onTrouble: () => setInTrouble(true),
      onRefused: refuse,
    });
    poll.current = started;
    const stopWatching = whenPageReturns(() => started.refresh());
    return () => {
      started.stop();
      stopWatching();
    };
  }, [api]);
  useNews(api, poll, view !== null && !isRefused && pollDelayMs(view) !== null);

  const run = async (call: () => Promise<SessionView>): Promise<Outcome> => {
    try {
      const next = await call();
      poll.current?.accept(next);
      return 'done';
    } catch (error) {
      if (error instanceof LinkRefused) refuse();
      else poll.current?.refresh();
      return toOutcome(error);
    }
  };
  return { view, isInTrouble, isRefused, run };
}

/** While something can change, the service says so within a moment; a page that does not hear it asks. */
function useNews(api: LinkApi, poll: { current: SessionPoll | null }, isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    const watch = watchSession({
      openEvents: (signal) => api.openEvents(signal),
      onChange: () => poll.current?.tellNews(),
      onWatched: (isWatched) => poll.current?.setWatched(isWatched),
    });
    return () => watch.stop();
  }, [api, isOpen]);
}

export function toOutcome(error: unknown): Outcome {
  if (!(error instanceof RequestFailed) || error.status === null) return 'failed';
  if (error.status === 429) return { retryAfterMs: error.retryAfterMs };
  return OUTCOMES[error.status] ?? 'failed';
}

const OUTCOMES: Record<number, Outcome> = { 400: 'unusable', 409: 'conflict', 422: 'unusable' };
