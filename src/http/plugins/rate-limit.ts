import { crc32 } from 'node:zlib';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { RateLimitSettings } from '../../config/config.ts';
import { AppError } from '../../lib/app-error.ts';
import type { LimitedSubject, RateLimits, Verdict } from '../../traffic/index.ts';
import { FailureCount } from './failure-count.ts';
import { addCheck } from './route-hooks.ts';

const WINDOW_MS = 60_000;
const MAX_GOOD_KEYS = 20_000;
const GOOD_FOR_MS = 60 * 60_000;

/** Routes without an API key count per address, in this process alone. */
export function addRateLimit(app: FastifyInstance, { perAddress }: RateLimitSettings): void {
  app.addHook('onRoute', (route) => {
    if (hasKey(route)) Object.assign(route.config ?? {}, { rateLimit: false });
  });
  void app.register(rateLimit, {
    max: perAddress,
    timeWindow: WINDOW_MS,
    cache: 20_000,
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  });
}

/**
 * Before keys are looked at: an address that sent many wrong ones is refused, so that guesses are not free. Keys that were
 * good lately pass: many callers may share one address, and one of them must not shut the others out.
 */
export function addAddressLimit(app: FastifyInstance, { perAddress }: RateLimitSettings): void {
  const failures = new FailureCount(perAddress, WINDOW_MS);
  const good = new LRUCache<number, true>({ max: MAX_GOOD_KEYS, ttl: GOOD_FOR_MS });
  app.addHook('onRoute', (route) => {
    if (!hasKey(route)) return;
    addCheck(route, 'onRequest', (request) => {
      if (failures.isEmpty || good.has(toMark(request))) return;
      const waitMs = failures.waitMs(request.ip, Date.now());
      if (waitMs > 0) throw tooMany(Math.ceil(waitMs / 1000));
    });
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (reply.statusCode === 401) failures.add(request.ip, Date.now());
    else if (request.organization) good.set(toMark(request), true);
    done();
  });
}

/** Behind authentication: what a key may ask, and what may be asked about an account, in all processes together. */
export function addCallerLimit(app: FastifyInstance, limits: RateLimits, settings: RateLimitSettings): void {
  app.addHook('onRoute', (route) => {
    if (!hasKey(route)) return;
    addCheck(route, 'onRequest', (request, reply) => {
      const verdict = limits.take(subjectsOf(request, settings));
      return verdict instanceof Promise ? verdict.then((late) => obey(reply, late)) : obey(reply, verdict);
    });
  });
  app.addHook('onClose', () => limits.settle());
}

/** Stands for a key without being it; who meets another's by chance is let through to be looked up. */
const toMark = ({ headers }: FastifyRequest): number => crc32(headers.authorization ?? '');

const hasKey = ({ config }: RouteOptions): boolean =>
  config?.access === 'organization' || config?.access === 'linked_account';

function subjectsOf(request: FastifyRequest, settings: RateLimitSettings): LimitedSubject[] {
  const { organization, linkedAccount } = request;
  if (!organization) return [];
  const { organizationId, apiKeyId } = organization;
  const key: LimitedSubject = {
    subject: { kind: 'api_key', organizationId, id: apiKeyId },
    limit: settings.perKey,
  };
  if (!linkedAccount) return [key];
  const { linkedAccountId } = linkedAccount;
  return [
    key,
    {
      subject: { kind: 'linked_account', organizationId, id: linkedAccountId },
      limit: settings.perAccount,
    },
  ];
}

/** Told under the names of the IETF draft and under the older ones that clients know. */
function obey(reply: FastifyReply, verdict: Verdict): void {
  const { isAllowed, limit, remaining, resetSeconds, retryAfterSeconds } = verdict;
  void reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': resetSeconds,
    'x-ratelimit-limit': limit,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': resetSeconds,
  });
  if (!isAllowed) throw tooMany(retryAfterSeconds);
}

function tooMany(retryAfterSeconds: number): AppError {
  return new AppError('rate_limited', 'rate_limited', 'Too many requests. Wait before the next one.', {
    retryAfterSeconds,
  });
}
