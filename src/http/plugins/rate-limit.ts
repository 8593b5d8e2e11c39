import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hashToken, parseToken } from '../../crypto/token-hash.ts';
import { AppError } from '../../lib/app-error.ts';

/** Per API key, else per address; counted in this process alone (docs/scaling.md). */
export function addRateLimit(app: FastifyInstance, requestsPerMinute: number): void {
  void app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: callerOf,
    errorResponseBuilder: (_request, { ttl }) =>
      new AppError('rate_limited', 'rate_limited', 'Too many requests. Wait before the next one.', {
        retryAfterSeconds: Math.ceil(ttl / 1000),
      }),
  });
}

/** What is no key by its checksum counts for its address, else each wrong key would have a count of its own. */
function callerOf(request: FastifyRequest): string {
  const key = (request.headers.authorization ?? '').replace(/^bearer /i, '');
  return parseToken(key, 'key') ? hashToken(key).toString('base64url') : request.ip;
}
