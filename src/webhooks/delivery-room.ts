import type { ClaimedDelivery } from './claim-deliveries.ts';

/** An attempt that takes longer makes room for another one: it waits, and costs little. */
const SLOW_AFTER_MS = 1000;
/** Claimed ahead for each one that may be under way: a claim costs less the more it brings. */
const AHEAD = 4;
/** Under way at once at most, slow ones too, for each one that may be. */
const MAX_WITH_SLOW = 10;

interface Ready {
  delivery: ClaimedDelivery;
  /** Monotonic; then its lease would not last for an attempt any more. */
  staleAtMs: number;
}

export interface RoomLimits {
  /** Attempts at once, slow ones aside. */
  concurrency: number;
  /** How long one that was claimed may wait before its attempt. */
  staleAfterMs: number;
  signal: AbortSignal | undefined;
}

/** The attempts of one process: those under way, and behind them a few that were claimed ahead. */
export class DeliveryRoom {
  readonly #limits: RoomLimits;
  readonly #post: (delivery: ClaimedDelivery) => Promise<() => Promise<void>>;
  #ready: Ready[] = [];
  readonly #stale: ClaimedDelivery[] = [];
  #quick = 0;
  #posting = 0;
  #recording = 0;
  #wake: () => void = () => undefined;
  /** How many were begun. */
  attempted = 0;

  /** @param post never rejects; what it gives writes the outcome down, and never rejects either */
  constructor(limits: RoomLimits, post: (delivery: ClaimedDelivery) => Promise<() => Promise<void>>) {
    this.#limits = limits;
    this.#post = post;
  }

  /** Claimed, and not yet written down. */
  get size(): number {
    return this.#ready.length + this.#posting + this.#recording;
  }

  /** How many more to claim: some wait behind those under way, if their leases allow it. */
  get wish(): number {
    const { concurrency, staleAfterMs } = this.#limits;
    const ahead = staleAfterMs > SLOW_AFTER_MS ? concurrency * AHEAD : 0;
    return Math.max(Math.min(concurrency - this.#quick, this.#free()) + ahead - this.#ready.length, 0);
  }

  /** Few enough wait for the next claim to be worth its while. */
  get isLow(): boolean {
    return this.#ready.length <= (this.#limits.concurrency * AHEAD) / 2;
  }

  add(deliveries: readonly ClaimedDelivery[]): void {
    const staleAtMs = performance.now() + this.#limits.staleAfterMs;
    for (const delivery of deliveries) this.#ready.push({ delivery, staleAtMs });
    this.#begin();
  }

  /** What will not be begun: its lease is too old, or nothing is to be begun any more. */
  takeBack(): ClaimedDelivery[] {
    const given = this.#stale.splice(0);
    if (this.#limits.signal?.aborted) given.push(...this.#ready.splice(0).map(({ delivery }) => delivery));
    return given;
  }

  /** Resolves when something was written down, when few are left to begin, or after a time. */
  async change(maxMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, maxMs);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  /** Begins nothing more and waits for what is under way; what was claimed ahead is free again when its lease ends. */
  async close(): Promise<void> {
    this.#ready = [];
    while (this.size > 0) await this.change(SLOW_AFTER_MS);
  }

  #free(): number {
    return this.#limits.concurrency * MAX_WITH_SLOW - this.#posting;
  }

  #begin(): void {
    while (this.#ready.length > 0 && this.#quick < this.#limits.concurrency && this.#free() > 0) {
      if (this.#limits.signal?.aborted) return;
      const { delivery, staleAtMs } = this.#ready.shift()!;
      // Where nothing waits, it is begun in any case.
      if (performance.now() > staleAtMs && this.#limits.staleAfterMs > 0) this.#stale.push(delivery);
      else void this.#attempt(delivery);
    }
    if (this.isLow) this.#wake();
  }

  async #attempt(delivery: ClaimedDelivery): Promise<void> {
    this.attempted += 1;
    this.#quick += 1;
    this.#posting += 1;
    let isQuick = true;
    const makeRoom = (): void => {
      isQuick = false;
      this.#quick -= 1;
    };
    const timer = setTimeout(() => {
      makeRoom();
      this.#begin();
    }, SLOW_AFTER_MS);
    const record = await this.#post(delivery);
    clearTimeout(timer);
    if (isQuick) makeRoom();
    this.#posting -= 1;
    this.#recording += 1;
    this.#begin();
    await record();
    this.#recording -= 1;
    this.#wake();
  }
}
