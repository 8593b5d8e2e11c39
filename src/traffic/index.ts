export { beginRequest, giveUpKey, keepAnswer, type HeldKey, type IdempotencyDeps } from './idempotency.ts';
export { RateLimits, type LimitedSubject } from './rate-limits.ts';
export { sweepTraffic } from './sweep-traffic.ts';
export type { Verdict } from './token-lease.ts';
