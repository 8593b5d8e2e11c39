import type { SessionView } from '../session-view.ts';
import { LinkRefused, RequestFailed } from './link-api.ts';
import { pollDelayMs, retryDelayMs } from './poll-schedule.ts';

export interface PollOptions {
  fetchView: () => Promise<SessionView>;
  onView: (view: SessionView) => void;
  /** The service can't be reached; the polling goes on by itself. */
  onTrouble: () => void;
  /** The link opens nothing any more; the polling has ended. */
  onRefused: () => void;
}

export interface SessionPoll {
  /** Asks now instead of at the next turn. */
  refresh(): void;
  /** Takes a view that another call answered with; an answer still on its way is older and is dropped. */
  accept(view: SessionView): void;
  stop(): void;
}

/** Keeps the view of one link session fresh. Starts at once. */
export function pollSession({ fetchView, onView, onTrouble, onRefused }: PollOptions): SessionPoll {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let turn = 0;

  const schedule = (delayMs: number | null): void => {
    clearTimeout(timer);
    if (delayMs !== null) timer = setTimeout(() => void ask(), delayMs);
  };
  const accept = (view: SessionView): void => {
    turn++;
    failures = 0;
    schedule(pollDelayMs(view));
    onView(view);
  };
  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    const thisTurn = ++turn;
    try {
      const view = await fetchView();
      if (thisTurn === turn) accept(view);
    } catch (error) {
      if (thisTurn === turn) recover(error);
    }
  };
  const recover = (error: unknown): void => {
    if (error instanceof LinkRefused) return onRefused();
    failures++;
    schedule(retryDelayMs(failures, error instanceof RequestFailed ? error.retryAfterMs : null));
    onTrouble();
  };
  const stop = (): void => {
    turn++;
    clearTimeout(timer);
  };
  void ask();
  return { refresh: () => void ask(), accept, stop };
}
