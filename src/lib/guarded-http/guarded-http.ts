import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import type { OutboundExchange, OutboundHttp, OutboundRequest, OutboundResponse } from '../outbound-http.ts';
import { exchangeBounded } from './bounded-exchange.ts';
import { startDeadline } from './exchange-deadline.ts';
import { outboundError, toOutboundError } from './failures.ts';
import { createGuardedConnect } from './guarded-connect.ts';
import { hostOf, isPortAllowed, portOf } from './url-shape.ts';

export interface GuardedHttpOptions {
  /** `host:port` each, spelled as in the URL: may be private, plain http and on any port. */
  allowedPrivateHosts: string[];
  userAgent: string;
  /** The resolver; the system's by default. */
  lookup?: LookupFunction;
}

export interface GuardedHttp extends OutboundHttp, OutboundExchange {
  /** Ends every connection; what is still running fails as `aborted`. */
  close(): Promise<void>;
}

/**
 * The only way out of the process over HTTP. Refuses addresses that are not public inside the connection, plain http,
 * credentials in the URL and the ports of other services; follows no redirect, decompresses nothing, uses no proxy.
 */
export function createGuardedHttp(options: GuardedHttpOptions): GuardedHttp {
  const allowed = new Set(
    options.allowedPrivateHosts.map((host) => host.toLowerCase().replace(/[[\]]/g, '')),
  );
  const isAllowed = (host: string, port: number): boolean =>
    allowed.has(`${host.replace(/\.$/, '')}:${port}`);
  const connect = createGuardedConnect(options.lookup ?? systemLookup, isAllowed);
  // The exchange has one deadline of its own; undici's would only cut it into pieces.
  const { userAgent } = options;
  const agent = new Agent({ connect, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  return {
    async request(request) {
      return exchange(agent, parseCallableUrl(request.url, isAllowed), request, userAgent);
    },
    async exchange({ timeoutMs, maxAnswerBytes, answerHeaders, ...request }) {
      const url = parseCallableUrl(request.url, isAllowed);
      const options = toDispatchOptions(url, request, userAgent);
      return exchangeBounded(agent, { options, timeoutMs, maxAnswerBytes, answerHeaders });
    },
    close: () => agent.destroy(),
  };
}

async function exchange(
  agent: Agent,
  url: URL,
  request: OutboundRequest,
  userAgent: string,
): Promise<OutboundResponse> {
  const deadline = startDeadline(request.timeoutMs, request.signal);
  try {
    const answer = await agent.request({
      ...toDispatchOptions(url, request, userAgent),
      signal: deadline.signal,
    });
    return toResponse(answer, () => deadline.clear());
  } catch (error) {
    deadline.clear();
    throw toOutboundError(error);
  }
}

function toDispatchOptions(
  url: URL,
  request: Pick<OutboundRequest, 'method' | 'headers' | 'body'>,
  userAgent: string,
) {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method,
    headers: { 'user-agent': userAgent, ...lowerCaseNames(request.headers ?? {}) },
    body: request.body ?? null,
  };
}

/** @throws OutboundHttpError when no connection may even be tried. */
function parseCallableUrl(text: string, isAllowed: (host: string, port: number) => boolean): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) throw outboundError('other');
  if (isAllowed(hostOf(url), portOf(url))) return url;
  if (url.protocol !== 'https:' || !isPortAllowed(portOf(url))) throw outboundError('refused_address');
  return url;
}

function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function toResponse(answer: Dispatcher.ResponseData, onEnd: () => void): OutboundResponse {
  return { status: answer.statusCode, headers: answer.headers, body: withOurErrors(answer.body, onEnd) };
}

/** The same bytes; errors become ours, and destroying it ends the connection. */
function withOurErrors(source: Readable, onEnd: () => void): Readable {
  const body = new PassThrough();
  source.on('error', (error) => body.destroy(toOutboundError(error)));
  body.on('close', () => {
    onEnd();
    source.destroy();
  });
  // A caller that is not reading yet must not end the process; reading throws the error all the same.
  body.on('error', () => undefined);
  return source.pipe(body);
}
