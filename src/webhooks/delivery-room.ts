import type { ClaimedDelivery } from './claim-deliveries.ts';
import { EndpointQueue, type EndpointShare } from './endpoint-queue.ts';

/** An attempt that takes longer makes room for another one: it waits, and costs little. */
const SLOW_AFTER_MS = 1000;
/** Claimed ahead is what is begun in this time: a claim costs less the more it brings, and nobody else can take it. */
const AHEAD_MS = 200;
/** Claimed ahead at most, for each one that may be under way. */
const MAX_AHEAD = 32;
/** Under way at once at most, slow ones too, for each one that may be. */
const MAX_WITH_SLOW = 10;

export interface RoomLimits {
  /** Attempts at once, slow ones aside. */
  concurrency: number;
  /** Attempts at once of one endpoint, slow ones among them. */
  perEndpoint: number;
  /** How long one that was claimed may wait before its attempt. */
  staleAfterMs: number;
  signal: AbortSignal | undefined;
}

export interface PostedDelivery {
  isWell: boolean;
  /** Writes the outcome down; never rejects. */
  record: () => Promise<void>;
}

/** The attempts of one process: those under way, and behind them some that were claimed ahead, endpoint by endpoint. */
export class DeliveryRoom {
  readonly #limits: RoomLimits;
  readonly #post: (delivery: ClaimedDelivery) => Promise<PostedDelivery>;
  readonly #queues = new Map<string, EndpointQueue>();
  /** Those with one to begin, in turns. */
  readonly #startable = new Set<EndpointQueue>();
  #givenBack: ClaimedDelivery[] = [];
  #waiting = 0;
  #quick = 0;
  #posting = 0;
  #recording = 0;
  #wake: () => void = () => undefined;
  #tell: () => void = () => undefined;
  /** Something became due that the last claim did not look for. */
  #hasNews = false;
  /** Begun in a millisecond, lately. */
  #pace = 0;
  #paceSeen = { atMs: performance.now(), attempted: 0 };
  /** How many were begun. */
  attempted = 0;

  /** @param post never rejects */
  constructor(limits: RoomLimits, post: (delivery: ClaimedDelivery) => Promise<PostedDelivery>) {
    this.#limits = limits;
    this.#post = post;
  }

  /** Claimed, and not yet written down. */
  get size(): number {
    return this.#waiting + this.#posting + this.#recording;
  }

  /** What the claim that comes now shall bring. It looks for all that was told to be due. */
  nextClaim(): { limit: number; shares: EndpointShare[] } {
    this.#hasNews = false;
    for (const queue of this.#queues.values()) queue.claimBegins();
    return { limit: this.#limits.signal?.aborted ? 0 : this.#wish, shares: this.#shares };
  }

  /**
   * How many more to claim: some wait behind those under way, if their leases allow it. None while enough wait and one of
   * them can be begun.
   */
  get #wish(): number {
    if (this.#startable.size > 0 && !this.#isLow) return 0;
    const free = Math.max(Math.min(this.#limits.concurrency - this.#quick, this.#free), 0);
    return free + Math.max(this.#ahead - this.#waiting, 0);
  }

  /** What it has of each endpoint. */
  get #shares(): EndpointShare[] {
    return [...this.#queues.values()].map(({ share }) => share);
  }

  add(deliveries: readonly ClaimedDelivery[]): void {
    const nowMs = performance.now();
    this.#seePace(nowMs);
    const staleAtMs = nowMs + this.#limits.staleAfterMs;
    for (const delivery of deliveries) {
      const queue = this.#queueOf(delivery);
      if (queue.hasTroubleSinceClaim) {
        this.#givenBack.push(delivery);
        continue;
      }
      this.#waiting += 1;
      queue.add({ delivery, staleAtMs });
      this.#offer(queue);
    }
    this.#begin();
  }

  /** What will not be begun here: its lease is too old, its endpoint is in trouble, or nothing is to be begun any more. */
  takeBack(): ClaimedDelivery[] {
    if (this.#limits.signal?.aborted) {
      for (const queue of this.#queues.values()) this.#giveBack(queue.takeAll());
    }
    this.#forgetEmpty();
    return this.#givenBack.splice(0);
  }

  /** What is told to be due is looked for by the next claim. */
  hearOfDue(): void {
    this.#hasNews = true;
    this.#tell();
    this.#wake();
  }

  /** Resolves when something is told to be due, or after a time. */
  async news(maxMs: number): Promise<void> {
    if (this.#hasNews) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, maxMs);
    this.#tell = resolve;
    await promise;
    clearTimeout(timer);
  }

  /** Resolves when something was written down or is told to be due, when few are left to begin, or after a time. */
  async change(maxMs: number): Promise<void> {
    if (!this.#hasNews) await this.#wakening(maxMs);
  }

  async #wakening(maxMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, maxMs);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  /** Begins nothing more and waits for what is under way; what was claimed ahead is free again when its lease ends. */
  async close(): Promise<void> {
    for (const queue of this.#queues.values()) this.#giveBack(queue.takeAll());
    while (this.size > 0) await this.#wakening(SLOW_AFTER_MS);
  }

  get #ahead(): number {
    const { staleAfterMs, concurrency } = this.#limits;
    if (staleAfterMs <= SLOW_AFTER_MS) return 0;
    return Math.round(Math.min(Math.max(this.#pace * AHEAD_MS, concurrency), concurrency * MAX_AHEAD));
  }

  #seePace(nowMs: number): void {
    const { atMs, attempted } = this.#paceSeen;
    this.#pace = (this.attempted - attempted) / Math.max(nowMs - atMs, 1);
    this.#paceSeen = { atMs: nowMs, attempted: this.attempted };
  }

  get #free(): number {
    return this.#limits.concurrency * MAX_WITH_SLOW - this.#posting;
  }

  /** Few enough wait for the next claim to be worth its while. */
  get #isLow(): boolean {
    return this.#waiting <= this.#ahead / 2;
  }

  #queueOf({ endpoint: { id } }: ClaimedDelivery): EndpointQueue {
    const known = this.#queues.get(id);
    if (known) return known;
    const queue = new EndpointQueue(id, this.#limits.perEndpoint);
    this.#queues.set(id, queue);
    return queue;
  }

  #offer(queue: EndpointQueue): void {
    if (queue.isStartable) this.#startable.add(queue);
  }

  #giveBack(deliveries: readonly ClaimedDelivery[]): void {
    this.#waiting -= deliveries.length;
    this.#givenBack.push(...deliveries);
  }

  #forgetEmpty(): void {
    for (const [id, queue] of this.#queues) if (queue.size === 0) this.#queues.delete(id);
  }

  /** Each endpoint has its turn before one has its second. */
  #begin(): void {
    for (const queue of this.#startable) {
      if (this.#limits.signal?.aborted) return;
      if (this.#quick >= this.#limits.concurrency || this.#free <= 0) break;
      this.#startable.delete(queue);
      if (!queue.isStartable) continue;
      const { delivery, staleAtMs } = queue.take();
      this.#waiting -= 1;
      // Where nothing waits, it is begun in any case.
      if (performance.now() > staleAtMs && this.#limits.staleAfterMs > 0) this.#givenBack.push(delivery);
      else void this.#attempt(queue, delivery);
      this.#offer(queue);
    }
    if (this.#isLow) this.#wake();
  }

  async #attempt(queue: EndpointQueue, delivery: ClaimedDelivery): Promise<void> {
    this.attempted += 1;
    this.#quick += 1;
    this.#posting += 1;
    queue.began();
    let wasSlow = false;
    const timer = setTimeout(() => {
      wasSlow = true;
      this.#quick -= 1;
      this.#giveBack(queue.slowed());
      this.#begin();
    }, SLOW_AFTER_MS);
    const { isWell, record } = await this.#post(delivery);
    clearTimeout(timer);
    if (!wasSlow) this.#quick -= 1;
    this.#posting -= 1;
    this.#recording += 1;
    this.#giveBack(queue.posted({ isWell, wasSlow }));
    this.#offer(queue);
    this.#begin();
    await record();
    queue.recorded();
    this.#recording -= 1;
    this.#wake();
  }
}
