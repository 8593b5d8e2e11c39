import type { Clock } from '../../../lib/clock.ts';

export interface RateLimitOptions {
  requests: number;
  windowSeconds: number;
}

/** So many requests of one grant in a window of the sandbox's clock; none is refused without options. */
export class RateLimit {
  private readonly used = new Map<string, { window: number; count: number }>();
  private readonly options: RateLimitOptions | undefined;
  private readonly clock: Clock;

  constructor(clock: Clock, options: RateLimitOptions | undefined) {
    this.clock = clock;
    this.options = options;
  }

  /** Counts a request. Seconds to wait when it is one too many, else undefined. */
  take(grantId: string): number | undefined {
    if (!this.options) return undefined;
    const windowMs = this.options.windowSeconds * 1_000;
    const now = this.clock.now().getTime();
    const window = Math.floor(now / windowMs);
    const before = this.used.get(grantId);
    const count = before?.window === window ? before.count + 1 : 1;
    this.used.set(grantId, { window, count });
    return count > this.options.requests ? Math.ceil(((window + 1) * windowMs - now) / 1_000) : undefined;
  }
}
