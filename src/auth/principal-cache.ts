import { LRUCache } from 'lru-cache';

export interface PrincipalCacheOptions {
  /** How long an answer is used. What is revoked or changed is so for every process when it has passed. */
  lifeMs: number;
  /** Never set back, other than the time of day. */
  monotonicMs: () => number;
}

const MAX_ENTRIES = 20_000;

interface Entry<T> {
  value: T;
  /** Before it was asked for, so that a slow answer is not young. */
  askedAtMs: number;
}

/**
 * Answers that are asked for again before they end while they are in use, so that nobody waits for them; only a first use, or one
 * after a pause, does. What `isKept` denies and `undefined` are never kept: strangers can't push out who is at work.
 */
export class PrincipalCache<T extends object> {
  readonly #entries = new LRUCache<string, Entry<T>>({ max: MAX_ENTRIES });
  readonly #asking = new Map<string, Promise<T | undefined>>();
  readonly #options: PrincipalCacheOptions;
  readonly #isKept: (value: T) => boolean;

  constructor(options: PrincipalCacheOptions, isKept: (value: T) => boolean) {
    this.#options = options;
    this.#isKept = isKept;
  }

  get(id: string, ask: () => Promise<T | undefined>): T | Promise<T | undefined> {
    const entry = this.#entries.get(id);
    const ageMs = entry ? this.#options.monotonicMs() - entry.askedAtMs : Infinity;
    if (!entry || ageMs >= this.#options.lifeMs) return this.#ask(id, ask);
    // A failed question leaves the answer until its end; who comes then hears of the failure.
    if (ageMs >= this.#options.lifeMs / 2) this.#ask(id, ask).catch(() => undefined);
    return entry.value;
  }

  #ask(id: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const asked = this.#asking.get(id) ?? this.#askOnce(id, ask);
    this.#asking.set(id, asked);
    return asked;
  }

  async #askOnce(id: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const askedAtMs = this.#options.monotonicMs();
    try {
      const value = await ask();
      if (value && this.#isKept(value)) this.#entries.set(id, { value, askedAtMs });
      else this.#entries.delete(id);
      return value;
    } finally {
      this.#asking.delete(id);
    }
  }
}
