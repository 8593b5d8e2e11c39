import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyReply } from 'fastify';

export type Payload = string | Buffer | Readable | null | undefined;

/** What would be sent, in one piece: a cut needs its whole length. */
export async function wholeBody(payload: Payload): Promise<Buffer> {
  if (payload === null || payload === undefined) return Buffer.alloc(0);
  return typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.from(payload) : buffer(payload);
}

/**
 * Sends the first `bytes` of a body. Honest: the length promised is the whole one and the connection breaks, so that
 * the reader can tell. Not honest: the short body looks complete. Undefined when the answer was written here.
 */
export function cutBody(
  reply: FastifyReply,
  whole: Buffer,
  bytes: number,
  isLengthHonest: boolean,
): Buffer | undefined {
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
