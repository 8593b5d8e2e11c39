/** How much of a minute's limit a process takes at once. */
const BLOCKS_PER_MINUTE = 20;

export interface Verdict {
  isAllowed: boolean;
  /** Not yet allowed: the bucket may have more, and will be asked. */
  isOpen: boolean;
  limit: number;
  /** Of this minute's, as far as this process knows. */
  remaining: number;
  /** Seconds until as many as the limit could be sent again. */
  resetSeconds: number;
  /** Seconds to wait; only when it is not allowed. */
  retryAfterSeconds: number;
}

/**
 * One process's share of one bucket; pure, milliseconds in. It runs into debt by at most one block while a lease is under
 * way, and pays it from the next one: what it lets through is never more than what it was granted and one block.
 */
export class TokenLease {
  readonly limit: number;
  readonly block: number;
  #tokens = 0;
  /** What was left in the bucket when it was last asked; nobody knows before. */
  #left: number;
  /** Before then the bucket has nothing to give. */
  #emptyUntilMs = 0;
  #isAsked = false;
  /** Since when the bucket could not be asked; null: it can. */
  #aloneSinceMs: number | null = null;

  constructor(limit: number) {
    this.limit = limit;
    this.block = Math.max(1, Math.ceil(limit / BLOCKS_PER_MINUTE));
    this.#left = limit;
  }

  /** Whether one more may pass now. Nothing is taken. */
  look(nowMs: number): Verdict {
    this.#refillAlone(nowMs);
    const mayHaveMore = nowMs >= this.#emptyUntilMs && this.#aloneSinceMs === null;
    const isAllowed = this.#tokens >= 1 || (mayHaveMore && this.#tokens > -this.block);
    const remaining = Math.min(this.limit, Math.max(0, Math.floor(this.#tokens + this.#left)));
    return {
      isAllowed,
      isOpen: !isAllowed && mayHaveMore,
      limit: this.limit,
      remaining,
      resetSeconds: Math.ceil((this.limit - remaining) / this.#perSecond),
      retryAfterSeconds: Math.max(1, Math.ceil((this.#emptyUntilMs - nowMs) / 1000)),
    };
  }

  take(): void {
    this.#tokens -= 1;
  }

  /** How many tokens to ask the bucket for; 0: enough are here, or it was asked already. */
  wish(nowMs: number): number {
    if (this.#isAsked || this.#tokens > this.block / 2 || nowMs < this.#emptyUntilMs) return 0;
    return Math.min(this.limit, this.block - Math.floor(Math.min(0, this.#tokens)));
  }

  ask(): void {
    this.#isAsked = true;
  }

  grant({ granted, left }: { granted: number; left: number }, wanted: number, nowMs: number): void {
    this.#isAsked = false;
    this.#aloneSinceMs = null;
    this.#tokens += granted;
    this.#left = left;
    // Until then one token for the next request, debts paid, has flowed into the bucket.
    const missing = granted < wanted ? Math.max(1, 1 - this.#tokens) : 0;
    this.#emptyUntilMs = missing === 0 ? 0 : nowMs + (missing / this.#perSecond) * 1000;
  }

  /** The bucket can't be asked: this process goes on with what it has and, for itself alone, with the whole limit. */
  goOnAlone(nowMs: number, askAgainAfterMs: number): void {
    this.#isAsked = false;
    this.#aloneSinceMs ??= nowMs;
    this.#emptyUntilMs = nowMs + askAgainAfterMs;
    this.#left = 0;
  }

  #refillAlone(nowMs: number): void {
    if (this.#aloneSinceMs === null) return;
    const flowed = ((nowMs - this.#aloneSinceMs) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.limit, this.#tokens + Math.max(0, flowed));
    this.#aloneSinceMs = nowMs;
  }

  get #perSecond(): number {
    return this.limit / 60;
  }
}
