import type { Db } from '../db/client.ts';
import { toError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import { LookLoop } from '../lib/look-loop.ts';
import { selectFeedHeads } from './changes-feed-store.ts';

const LOOK_EVERY_MS = 250;

interface Waiter {
  organizationId: string;
  /** Wakes when the feed goes beyond. */
  position: number;
  wake: () => void;
}

/**
 * Waiting for news of change feeds: while anybody waits, one small question of the whole process four times a second.
 * No waiter holds a connection, and nothing is lost with one (decision 0012 says why no LISTEN).
 */
export class FeedWatch {
  readonly #deps: { db: Db; log: Logger };
  readonly #waiters = new Set<Waiter>();
  readonly #loop: LookLoop;
  #isClosed = false;

  constructor(deps: { db: Db; log: Logger }) {
    this.#deps = deps;
    this.#loop = new LookLoop({
      everyMs: LOOK_EVERY_MS,
      isWanted: () => this.#waiters.size > 0 && !this.#isClosed,
      look: () => this.#wakeWhoHasNews(),
      onError: (thrown) => deps.log.warn({ error: toError(thrown) }, 'change_feed_look_failed'),
    });
  }

  /** Nobody waits any longer; what waits is answered at once. */
  close(): void {
    this.#isClosed = true;
    for (const waiter of this.#waiters) waiter.wake();
  }

  /** Settles when the feed has gone beyond `position`, when `signal` ends the wait, or when the watch is closed. */
  async waitBeyond(organizationId: string, position: number, signal: AbortSignal): Promise<void> {
    if (this.#isClosed || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter = { organizationId, position, wake: () => resolve() };
    signal.addEventListener('abort', waiter.wake, { once: true });
    this.#waiters.add(waiter);
    this.#loop.start();
    await promise;
    signal.removeEventListener('abort', waiter.wake);
    this.#waiters.delete(waiter);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async #wakeWhoHasNews(): Promise<void> {
    const organizationIds = new Set([...this.#waiters].map((waiter) => waiter.organizationId));
    const heads = await selectFeedHeads(this.#deps.db, [...organizationIds]);
    for (const { organizationId, position, wake } of this.#waiters) {
      if ((heads.get(organizationId) ?? 0) > position) wake();
    }
  }
}
