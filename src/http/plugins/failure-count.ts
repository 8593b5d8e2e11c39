import { LRUCache } from 'lru-cache';

/** Addresses that one process keeps in mind. */
const MAX_ADDRESSES = 20_000;

/** How often each address has failed in the window that its first failure began. */
export class FailureCount {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #windows = new LRUCache<string, { count: number; endsAtMs: number }>({ max: MAX_ADDRESSES });

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  get isEmpty(): boolean {
    return this.#windows.size === 0;
  }

  /** Milliseconds until the address may try again; 0: now. */
  waitMs(address: string, nowMs: number): number {
    const window = this.#windows.get(address);
    return window && window.count >= this.#limit ? Math.max(0, window.endsAtMs - nowMs) : 0;
  }

  add(address: string, nowMs: number): void {
    const window = this.#windows.get(address);
    if (window && window.endsAtMs > nowMs) window.count += 1;
    else this.#windows.set(address, { count: 1, endsAtMs: nowMs + this.#windowMs });
  }
}
