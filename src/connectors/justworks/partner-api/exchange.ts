import type { ConnectorContext } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import type { OutboundResponse } from '../../../lib/outbound-http.ts';
import { isOnList } from '../web/allow-list.ts';
import { assertAvailable, parseRetryAfterMs, toSourceFailure } from '../web/source-failures.ts';
import type { ApiDescription } from './api-schema.ts';

export interface ApiRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  /** What it is about, for errors; addresses hold ids. */
  subject: string;
  readBody?: ReadBody;
  /** Other places than the description's own list. */
  allowed?: readonly string[];
  /** Less than the description's own limit. */
  maxAnswerBytes?: number;
}

/** Reads a successful answer as it comes in and gives its JSON. @throws SyntaxError where it is none */
export type ReadBody = (body: AsyncIterable<Buffer>) => Promise<unknown>;

export interface ApiAnswer {
  status: number;
  /** Undefined where the body is none of JSON. */
  json: unknown;
  headers: OutboundResponse['headers'];
}

/**
 * One request and its answer's JSON, whatever its status; redirects are not followed.
 * @throws ConnectorError source_unavailable, rate_limited, unexpected_page
 */
export async function exchangeJson(
  description: ApiDescription,
  context: ConnectorContext,
  request: ApiRequest,
): Promise<ApiAnswer> {
  assertAllowed(description, request);
  context.signal.throwIfAborted();
  const response = await send(description, context, request);
  const retryAfterMs = parseRetryAfterMs([response.headers['retry-after']].flat()[0], context.clock.now());
  try {
    assertAvailable(response.status, retryAfterMs, request.subject);
    const { readBody } = request;
    if (readBody && response.status === 200)
      return {
        status: 200,
        json: await readJson(readBody, response.body as AsyncIterable<Buffer>),
        headers: response.headers,
      };
    const maxBytes = request.maxAnswerBytes ?? description.limits.answerBytes;
    const bytes = await readBytes(response, maxBytes, request.subject);
    return { status: response.status, json: parseJson(bytes), headers: response.headers };
  } catch (error) {
    response.body.on('error', () => undefined).destroy();
    throw toSourceFailure(error, context.signal, request.subject);
  }
}

function assertAllowed(description: ApiDescription, request: ApiRequest): void {
  const allowed = request.allowed ?? description.allowedRequests;
  const isApi = request.url.origin === description.apiOrigin;
  if (isApi && isOnList(allowed, request.method, request.url.pathname)) return;
  throw unexpected('The call leads to a place that is not on the list.', request.subject);
}

async function send(
  description: ApiDescription,
  context: ConnectorContext,
  request: ApiRequest,
): Promise<OutboundResponse> {
  try {
    return await context.http.request({
      method: request.method,
      url: request.url.href,
      headers: {
        ...request.headers,
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': description.userAgent,
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      timeoutMs: description.limits.requestTimeoutMs,
      signal: context.signal,
    });
  } catch (error) {
    throw toSourceFailure(error, context.signal, request.subject);
  }
}

async function readJson(readBody: ReadBody, body: AsyncIterable<Buffer>): Promise<unknown> {
  try {
    return await readBody(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function readBytes(response: OutboundResponse, maxBytes: number, subject: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw unexpected(`The answer is longer than ${maxBytes} bytes.`, subject);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

export function unexpected(message: string, subject: string): ConnectorError {
  return new ConnectorError('unexpected_page', message, { subject });
}
