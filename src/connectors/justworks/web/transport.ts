import { CookieJar } from 'tough-cookie';
import type { ConnectorContext } from '../../contract.ts';
import type { OutboundResponse } from '../../../lib/outbound-http.ts';
import { clockSkewMs } from './clock-skew.ts';
import type { Site } from './site-schema.ts';
import { toSourceFailure } from './source-failures.ts';

export interface PageRequest {
  method: 'GET' | 'POST';
  url: URL;
  /** Name of the page for errors; addresses may hold tokens. */
  subject: string;
  form?: Record<string, string>;
  csrfToken?: string;
}

/** One exchange after the other with cookies, and what the answers tell about the site's clock. */
export interface Transport {
  /** @throws ConnectorError source_unavailable */
  send(request: PageRequest, timeoutMs: number): Promise<OutboundResponse>;
  sourceNow(): Date;
  toState(): string;
}

export function createTransport(site: Site, context: ConnectorContext, state: string | null): Transport {
  const jar = restoreCookies(state);
  let skewMs = 0;
  return {
    async send(request, timeoutMs) {
      context.signal.throwIfAborted();
      const response = await exchange(site, context, jar, request, timeoutMs);
      for (const cookie of [response.headers['set-cookie'] ?? []].flat()) {
        jar.setCookieSync(cookie, request.url.href, { ignoreError: true });
      }
      skewMs = clockSkewMs(site, context, firstHeader(response, 'date')) ?? skewMs;
      return response;
    },
    sourceNow: () => new Date(context.clock.now().getTime() + skewMs),
    toState: () => JSON.stringify(jar.toJSON()),
  };
}

export function firstHeader(response: OutboundResponse, name: string): string | undefined {
  return [response.headers[name]].flat()[0];
}

async function exchange(
  site: Site,
  context: ConnectorContext,
  jar: CookieJar,
  request: PageRequest,
  timeoutMs: number,
): Promise<OutboundResponse> {
  try {
    return await context.http.request({
      method: request.method,
      url: request.url.href,
      headers: headersOf(site, jar, request),
      ...(request.form ? { body: new URLSearchParams(request.form).toString() } : {}),
      timeoutMs,
      signal: context.signal,
    });
  } catch (error) {
    throw toSourceFailure(error, context.signal, request.subject);
  }
}

function headersOf(site: Site, jar: CookieJar, request: PageRequest): Record<string, string> {
  const cookies = jar.getCookieStringSync(request.url.href);
  return {
    'user-agent': site.userAgent,
    // Bytes are hashed and cut reports noticed as they were sent.
    'accept-encoding': 'identity',
    ...(cookies === '' ? {} : { cookie: cookies }),
    ...(request.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    ...(request.csrfToken === undefined ? {} : { [site.csrf.header]: request.csrfToken }),
  };
}

function restoreCookies(state: string | null): CookieJar {
  if (state === null) return new CookieJar();
  try {
    return CookieJar.deserializeSync(state);
  } catch {
    // A state that an older release wrote is worth no more than a new sign-in.
    return new CookieJar();
  }
}
