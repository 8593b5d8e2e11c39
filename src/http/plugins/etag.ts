import type { FastifyReply, FastifyRequest } from 'fastify';

/** One address answers each account and each key with something else. */
const VARY = 'Authorization, X-Account-Token';

/**
 * Sends JSON text under a strong tag, or 304 without it to who has it already. Headers that are set before stand in both.
 * `version` is another for other bytes.
 */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  { json, version }: { json: string; version: string },
): FastifyReply {
  const tag = `"${version}"`;
  void reply.headers({ ETag: tag, Vary: VARY });
  if (isKnown(request.headers['if-none-match'], tag)) return reply.status(304).send();
  return reply.type('application/json').send(json);
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy may have marked the tag as weak. */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((given) => given.trim().replace(/^W\//, '') === tag);
}
