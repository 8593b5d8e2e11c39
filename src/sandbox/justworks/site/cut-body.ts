import type { FastifyReply } from 'fastify';

/**
 * Sends the first `bytes` of a body. Honest: the length promised is the whole one and the connection breaks, so that
 * the reader can tell. Not honest: the short body looks complete. Undefined when the answer was written here.
 */
export function cutBody(
  reply: FastifyReply,
  payload: Buffer,
  bytes: number,
  isLengthHonest: boolean,
): Buffer | undefined {
  const whole = Buffer.from(payload);
  const kept = whole.subarray(0, bytes);
  if (!isLengthHonest || kept.length === whole.length) {
    reply.header('content-length', kept.length);
    return kept;
  }
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(reply.statusCode, { ...toPlain(reply.getHeaders()), 'content-length': whole.length });
  raw.write(kept, () => raw.socket?.destroySoon());
  return undefined;
}

function toPlain(
  headers: ReturnType<FastifyReply['getHeaders']>,
): Record<string, number | string | string[]> {
  const entries = Object.entries(headers).filter((entry): entry is [string, number | string | string[]] => {
    return entry[1] !== undefined;
  });
  return Object.fromEntries(entries);
}
