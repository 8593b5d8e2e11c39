import type { FastifyReply, FastifyRequest } from 'fastify';

/** One address answers each account and each key with something else. */
const VARY = 'Authorization, X-Account-Token';

/**
 * What a handler answers with: JSON text under a strong tag, or 304 without it to who has it already. Headers
 * that are set before stand in both. `version` is another for other bytes. The answer is returned and not sent: an async
 * handler that returns its reply waits until the answer has gone. Typed as whatever the route's schema asks for.
 */
export function toTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  { json, version }: { json: string; version: string },
): never {
  const tag = `"${version}"`;
  void reply.headers({ etag: tag, vary: VARY });
  if (isKnown(request.headers['if-none-match'], tag)) return reply.status(304).send() as never;
  void reply.header('content-type', 'application/json; charset=utf-8');
  return json as never;
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy may have marked the tag as weak. */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((given) => given.trim().replace(/^W\//, '') === tag);
}
