import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Grant } from '../oauth/grants.ts';
import { opens } from '../oauth/scopes.ts';
import { ApiError } from './api-error.ts';
import type { PartnerSide } from './partner-side.ts';

const grants = new WeakMap<FastifyRequest, Grant>();

/** The consent behind a request; set by `requireBearer`. */
export function grantOf(request: FastifyRequest): Grant {
  return grants.get(request)!;
}

/** Lets nobody in without a live token, nor more often than the limit allows. */
export function requireBearer(partner: PartnerSide) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const [, token = ''] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const grant = partner.grants.findByAccessToken(token);
    if (!grant) throw new ApiError(401, 'unauthorized');
    if (partner.isInactive()) throw new ApiError(403, 'company_inactive');
    const retryAfter = partner.rateLimit.take(grant.id);
    if (retryAfter !== undefined) {
      reply.header('retry-after', String(retryAfter));
      throw new ApiError(429, 'rate_limited');
    }
    grants.set(request, grant);
  };
}

/** @throws ApiError `insufficient_scope` */
export function requireScope(request: FastifyRequest, scope: string): void {
  if (!has(request, scope)) throw new ApiError(403, 'insufficient_scope', { scope });
}

export function has(request: FastifyRequest, scope: string): boolean {
  return opens(grantOf(request).scopes, scope);
}
