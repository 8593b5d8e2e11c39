import type { Db } from '../db/client.ts';
import { AppError, toError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import { LookLoop } from '../lib/look-loop.ts';
import type { LinkSessionKey } from './link-sessions-store.ts';
import { selectSessionMarks } from './session-marks-store.ts';

const LOOK_EVERY_MS = 250;
const RETRY_AFTER_SECONDS = 30;

export interface WatchLimits {
  /** Of one session: tabs, and devices that a link was given on to. */
  perSession: number;
  /** In this process. */
  overall: number;
}

const LIMITS: WatchLimits = { perSession: 6, overall: 500 };

interface Watcher {
  key: LinkSessionKey;
  /** Undefined until the first look. */
  mark: string | undefined;
  onChange: () => void;
  onClose: () => void;
}

/**
 * Tells of changes of link sessions, whichever process makes them: while anybody watches, one question of the whole
 * process four times a second, as with the change feed (decision 0012 says why no LISTEN). No watcher holds a connection.
 */
export class SessionWatch {
  readonly #deps: { db: Db; log: Logger };
  readonly #limits: WatchLimits;
  readonly #watchers = new Set<Watcher>();
  readonly #loop: LookLoop;
  #isClosed = false;

  constructor(deps: { db: Db; log: Logger }, limits: WatchLimits = LIMITS) {
    this.#deps = deps;
    this.#limits = limits;
    this.#loop = new LookLoop({
      everyMs: LOOK_EVERY_MS,
      isWanted: () => this.#watchers.size > 0 && !this.#isClosed,
      look: () => this.#tellChanges(),
      onError: (thrown) => deps.log.warn({ error: toError(thrown) }, 'link_session_look_failed'),
    });
  }

  /**
   * Calls `onChange` after each change that is seen from now on, and `onClose` when the watch is closed. Returns how to
   * stop.
   * @throws AppError rate_limited `too_many_watchers`: the caller asks from time to time instead
   */
  watch(key: LinkSessionKey, listener: { onChange: () => void; onClose: () => void }): () => void {
    this.#assertRoom(key);
    const watcher: Watcher = { key, mark: undefined, ...listener };
    this.#watchers.add(watcher);
    this.#loop.start();
    return () => void this.#watchers.delete(watcher);
  }

  /** Nobody watches any longer. */
  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#watchers) watcher.onClose();
    this.#watchers.clear();
  }

  #assertRoom({ linkSessionId }: LinkSessionKey): void {
    const ofSession = [...this.#watchers].filter(({ key }) => key.linkSessionId === linkSessionId).length;
    const { perSession, overall } = this.#limits;
    if (!this.#isClosed && ofSession < perSession && this.#watchers.size < overall) return;
    throw new AppError('rate_limited', 'too_many_watchers', 'Too many pages watch. Ask from time to time.', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  async #tellChanges(): Promise<void> {
    const watchers = [...this.#watchers];
    const keys = new Map(watchers.map(({ key }) => [key.linkSessionId, key]));
    const marks = await selectSessionMarks(this.#deps.db, [...keys.values()]);
    for (const watcher of watchers) {
      const mark = marks.get(watcher.key.linkSessionId) ?? 'gone';
      // What changed before the first look is told too: the page may have asked before it.
      const isNews = mark !== watcher.mark;
      watcher.mark = mark;
      if (isNews && this.#watchers.has(watcher)) watcher.onChange();
    }
  }
}
