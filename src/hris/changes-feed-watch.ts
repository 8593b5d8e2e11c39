import type { Db } from '../db/client.ts';
import { toError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
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
  #isClosed = false;
  #isLooking = false;

  constructor(deps: { db: Db; log: Logger }) {
    this.#deps = deps;
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
    if (!this.#isLooking) void this.#look();
    await promise;
    signal.removeEventListener('abort', waiter.wake);
    this.#waiters.delete(waiter);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    while (this.#waiters.size > 0 && !this.#isClosed) {
      await this.#wakeWhoHasNews().catch((thrown: unknown) =>
        this.#deps.log.warn({ error: toError(thrown) }, 'change_feed_look_failed'),
      );
      await pause(LOOK_EVERY_MS);
    }
    this.#isLooking = false;
  }

  async #wakeWhoHasNews(): Promise<void> {
    const organizationIds = new Set([...this.#waiters].map((waiter) => waiter.organizationId));
    const heads = await selectFeedHeads(this.#deps.db, [...organizationIds]);
    for (const { organizationId, position, wake } of this.#waiters) {
      if ((heads.get(organizationId) ?? 0) > position) wake();
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
