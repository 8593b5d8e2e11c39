import type { Readable } from 'node:stream';

/** One request to the world outside. Redirects are never followed by the gateway; the caller decides. */
export interface OutboundRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Whole exchange, headers and body. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface OutboundResponse {
  status: number;
  /** Lower-case names; repeated headers as arrays. */
  headers: Record<string, string | string[] | undefined>;
  /** Must be read to the end or destroyed. Errors when the connection ends before the promised length. */
  body: Readable;
}

/**
 * The only way out of the process over HTTP. An implementation checks the resolved address inside the connection,
 * so that a name that changes its address between check and use gains nothing.
 * @throws OutboundHttpError
 */
export interface OutboundHttp {
  request(request: OutboundRequest): Promise<OutboundResponse>;
}

/** What is known of an answer of which only the beginning counts. */
export interface OutboundAnswer {
  status: number;
  /** Lower-case names; repeated headers as arrays. */
  headers: Record<string, string | string[] | undefined>;
  /** As it came, never unpacked. */
  bodyStart: Buffer;
}

/** The same way out for those who want an answer's status and its first bytes. @throws OutboundHttpError when no status came */
export interface OutboundExchange {
  exchange(request: ExchangeRequest): Promise<OutboundAnswer>;
}

export interface ExchangeRequest extends Omit<OutboundRequest, 'signal'> {
  maxAnswerBytes: number;
  /** Names of the headers that are wanted, in lower case; the others are left out. */
  answerHeaders: readonly string[];
}

export type OutboundFailure =
  'refused_address' | 'dns' | 'connect' | 'tls' | 'timeout' | 'reset' | 'aborted' | 'other';

export class OutboundHttpError extends Error {
  override readonly name = 'OutboundHttpError';
  readonly failure: OutboundFailure;
  constructor(failure: OutboundFailure, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.failure = failure;
  }
}

/** Reads a body as UTF-8 text, or throws when it is longer than `maxBytes`. */
export async function readTextBody(response: OutboundResponse, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      response.body.destroy();
      throw new OutboundHttpError('other', `The answer is longer than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
