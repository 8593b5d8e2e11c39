import { LRUCache } from 'lru-cache';
import type { Db } from '../db/client.ts';
import { toError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { leaseTokens, type RateLimitSubject } from './rate-limit-store.ts';
import { TokenLease, type Verdict } from './token-lease.ts';

/** Callers that one process knows the shares of. */
const MAX_SUBJECTS = 50_000;
/** A bucket that could not be asked is left alone for so long. */
const ASK_AGAIN_AFTER_MS = 1000;
/** A database that says nothing is as good as away. */
const LEASE_TIMEOUT_MS = 2000;

export interface RateLimitDeps {
  db: Db;
  clock: Clock;
  log: Logger;
}

/** A subject with what it may ask for in a minute. */
export interface LimitedSubject {
  subject: RateLimitSubject;
  limit: number;
}

/**
 * Limits that all processes share: each leases blocks of tokens from the database behind its callers' backs, so that no
 * request waits for it but in a burst. Together they let through at most the limit and one block each.
 */
export class RateLimits {
  readonly #deps: RateLimitDeps;
  readonly #leases = new LRUCache<string, Holding>({ max: MAX_SUBJECTS });
  #asked: Holding[] = [];
  #flushing: Promise<void> | undefined;

  constructor(deps: RateLimitDeps) {
    this.#deps = deps;
  }

  /** One request of all these subjects at once: passes when each allows it. The verdict is that of the scarcest. */
  take(subjects: readonly LimitedSubject[]): Verdict | Promise<Verdict> {
    const nowMs = this.#deps.clock.now().getTime();
    const holdings = subjects.map((limited) => this.#holdingOf(limited));
    let scarcest: Verdict | undefined;
    for (const { lease } of holdings) {
      const verdict = lease.look(nowMs);
      if (!scarcest || isScarcer(verdict, scarcest)) scarcest = verdict;
    }
    if (!scarcest) throw new Error('Whose request is counted must be said.');
    if (scarcest.isAllowed) for (const { lease } of holdings) lease.take();
    for (const holding of holdings) this.#ask(holding, nowMs);
    if (scarcest.isOpen && this.#flushing) return this.#flushing.then(() => this.take(subjects));
    return scarcest;
  }

  /** Settles when no lease is under way. */
  async settle(): Promise<void> {
    while (this.#flushing) await this.#flushing;
  }

  #holdingOf({ subject, limit }: LimitedSubject): Holding {
    const known = this.#leases.get(subject.id);
    if (known) return known;
    const holding = { subject, lease: new TokenLease(limit), wanted: 0 };
    this.#leases.set(subject.id, holding);
    return holding;
  }

  #ask(holding: Holding, nowMs: number): void {
    const wanted = holding.lease.wish(nowMs);
    if (wanted === 0) return;
    holding.lease.ask();
    holding.wanted = wanted;
    this.#asked.push(holding);
    this.#flushing ??= this.#flush();
  }

  /** All that are asked for in one turn of the event loop go in one statement. */
  async #flush(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#asked.length > 0) {
      const asked = this.#asked;
      this.#asked = [];
      await this.#lease(asked);
    }
    this.#flushing = undefined;
  }

  async #lease(asked: readonly Holding[]): Promise<void> {
    const { db, clock, log } = this.#deps;
    const now = clock.now();
    const wishes = asked.map(({ subject, lease, wanted }) => ({ subject, capacity: lease.limit, wanted }));
    try {
      const leases = await inTime(leaseTokens(db, wishes, now));
      asked.forEach(({ lease, wanted }, place) => lease.grant(leases[place]!, wanted, now.getTime()));
    } catch (thrown) {
      log.warn({ error: toError(thrown), subjects: asked.length }, 'rate_limits_not_shared');
      for (const { lease } of asked) lease.goOnAlone(now.getTime(), ASK_AGAIN_AFTER_MS);
    }
  }
}

interface Holding {
  subject: RateLimitSubject;
  lease: TokenLease;
  /** What it asked for last. */
  wanted: number;
}

/** A refusal that is certain before one that may still be lifted, both before what is allowed. */
function isScarcer(one: Verdict, other: Verdict): boolean {
  if (one.isAllowed !== other.isAllowed) return other.isAllowed;
  if (one.isOpen !== other.isOpen) return other.isOpen;
  return one.remaining < other.remaining;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The database did not answer in time.')), LEASE_TIMEOUT_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
