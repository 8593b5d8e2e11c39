import type { SessionView } from '../session-view.ts';
import { LinkRefused, RequestFailed } from './link-api.ts';
import { pollDelayMs, retryDelayMs, watchedDelayMs } from './poll-schedule.ts';

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
  /** There is something new: asks now, or once more when the answer that is on its way has come. */
  tellNews(): void;
  /** Whether the service tells of changes by itself; else they are asked for. */
  setWatched(isWatched: boolean): void;
  stop(): void;
}

/** Keeps the view of one link session fresh. Starts at once. */
export function pollSession({ fetchView, onView, onTrouble, onRefused }: PollOptions): SessionPoll {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let turn = 0;
  let isWatched = false;
  let isStopped = false;
  /** The turn whose answer is awaited. */
  let asking: number | null = null;
  let isNewsWaiting = false;
  let last: SessionView | null = null;

  const schedule = (delayMs: number | null): void => {
    clearTimeout(timer);
    if (delayMs !== null) timer = setTimeout(() => void ask(), delayMs);
  };
  const scheduleNext = (view: SessionView): void =>
    schedule(isWatched ? watchedDelayMs(view) : pollDelayMs(view));
  const accept = (view: SessionView): void => {
    turn++;
    failures = 0;
    last = view;
    scheduleNext(view);
    onView(view);
  };
  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    const thisTurn = ++turn;
    asking = thisTurn;
    try {
      const view = await fetchView();
      if (thisTurn === turn) accept(view);
    } catch (error) {
      if (thisTurn === turn) recover(error);
    }
    if (asking !== thisTurn) return;
    asking = null;
    if (isNewsWaiting && failures === 0 && !isStopped) void ask();
    isNewsWaiting = false;
  };
  const tellNews = (): void => {
    if (isStopped) return;
    if (asking === null) void ask();
    else isNewsWaiting = true;
  };
  const recover = (error: unknown): void => {
    if (error instanceof LinkRefused) return onRefused();
    failures++;
    schedule(retryDelayMs(failures, error instanceof RequestFailed ? error.retryAfterMs : null));
    onTrouble();
  };
  const stop = (): void => {
    turn++;
    isStopped = true;
    clearTimeout(timer);
  };
  const setWatched = (value: boolean): void => {
    if (isWatched === value) return;
    isWatched = value;
    // A call that is under way, or that is tried again after a failure, goes on as it does.
    if (last && failures === 0 && !isStopped) scheduleNext(last);
  };
  void ask();
  return { refresh: () => void ask(), accept, tellNews, setWatched, stop };
}
