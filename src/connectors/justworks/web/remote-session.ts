import type { ConnectorContext } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { readTextBody, type OutboundResponse } from '../../../lib/outbound-http.ts';
import { assertAllowedDownload, assertAllowedRequest } from './allow-list.ts';
import { passDoor, readShownCompanyId } from './doors.ts';
import { assertNoChallenge, assertSignedIn, assertSignedInPath } from './page-checks.ts';
import { parsePage, readHydration } from './page.ts';
import type { Site } from './site-schema.ts';
import { assertAvailable, parseRetryAfterMs, toSourceFailure } from './source-failures.ts';
import { createTransport, firstHeader, type PageRequest } from './transport.ts';
import type { Page, SessionOwner, WebRemoteSession } from './web-session.ts';

export type { Page, SessionOwner, WebRemoteSession } from './web-session.ts';

/** @param state what `toState` gave before, or null for a new remote session */
export function createWebRemoteSession(
  site: Site,
  context: ConnectorContext,
  state: string | null,
  owner: SessionOwner | null = null,
): WebRemoteSession {
  const transport = createTransport(site, context, state);
  let companyId: string | null = null;

  async function exchange(request: PageRequest): Promise<Page> {
    assertAllowedRequest(site, request.method, request.url, request.subject);
    const response = await transport.send(request, site.limits.requestTimeoutMs);
    const content = parsePage(await readPageText(site, context, response, request.subject));
    assertNoChallenge(site, content, request.subject);
    assertAvailableNow(context, response, request.subject);
    const redirectTo = redirectTarget(response, request);
    return { url: request.url, status: response.status, redirectTo, content };
  }

  async function follow(page: Page, subject: string): Promise<Page> {
    let current = page;
    for (let hops = 0; current.redirectTo !== null; hops += 1) {
      assertMoreHops(site, hops, subject);
      current = await exchange({ method: 'GET', url: current.redirectTo, subject });
    }
    return current;
  }

  async function download(url: URL, subject: string): Promise<OutboundResponse> {
    for (let target = url, hops = 0; ; hops += 1) {
      assertAllowedDownload(site, target, subject);
      const request: PageRequest = { method: 'GET', url: target, subject };
      const response = await transport.send(request, site.limits.downloadTimeoutMs);
      const next = redirectTarget(response, request);
      if (next === null) return response;
      discardBody(response);
      assertSignedInPath(site, next, subject);
      assertMoreHops(site, hops, subject);
      target = next;
    }
  }

  const resolve = (path: string, query: Record<string, string> = {}): URL => {
    const url = new URL(path, site.origins[0]);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  };

  function assertSameCompany(page: Page, subject: string): void {
    const shownId = readShownCompanyId(site, page, subject);
    companyId ??= shownId;
    if (shownId === null || shownId === companyId) return;
    throw new ConnectorError('wrong_company', 'The source changed the company in between.', { subject });
  }

  const session: WebRemoteSession = {
    site,
    context,
    owner,
    exchange,
    follow,
    download,
    resolve,
    async open(path, subject, query) {
      for (let doors = 0; ; doors += 1) {
        assertMoreHops(site, doors, subject);
        const first = await exchange({ method: 'GET', url: resolve(path, query), subject });
        const page = await follow(first, subject);
        assertSignedInPath(site, page.url, subject);
        assertSignedIn(site, page.content, subject);
        const passed = await passDoor(session, page, subject);
        if (passed === null) {
          assertReadable(page, subject);
          assertSameCompany(page, subject);
          return page;
        }
        companyId = passed.companyId ?? companyId;
      }
    },
    async submit(from, url, fields, subject) {
      const token = readHydration(from.content, site.csrf.hydrationKey, subject);
      if (typeof token !== 'string') throw unexpected('The page carries no token for its form.', subject);
      return exchange({ method: 'POST', url, subject, form: fields, csrfToken: token });
    },
    sourceNow: () => transport.sourceNow(),
    toState: () => transport.toState(),
  };
  return session;
}

/** Reads the body as a page's HTML. @throws ConnectorError source_unavailable when it breaks off */
export async function readPageText(
  site: Site,
  context: ConnectorContext,
  response: OutboundResponse,
  subject: string,
): Promise<string> {
  try {
    return await readTextBody(response, site.limits.pageBytes);
  } catch (error) {
    throw toSourceFailure(error, context.signal, subject);
  }
}

/** @throws ConnectorError rate_limited, source_unavailable */
export function assertAvailableNow(
  context: ConnectorContext,
  response: OutboundResponse,
  subject: string,
): void {
  const retryAfterMs = parseRetryAfterMs(firstHeader(response, 'retry-after'), context.clock.now());
  assertAvailable(response.status, retryAfterMs, subject);
}

/** Ends a body that nobody wants to read. */
function discardBody(response: OutboundResponse): void {
  response.body.on('error', () => undefined).destroy();
}

function assertReadable(page: Page, subject: string): void {
  if (page.status === 200) return;
  if (page.status !== 403) throw unexpected(`The source answered ${page.status}.`, subject);
  throw new ConnectorError('permission_missing', 'The source refuses this page.', { subject });
}

function assertMoreHops(site: Site, hops: number, subject: string): void {
  if (hops >= site.limits.redirects) throw unexpected('The source redirects too often.', subject);
}

function redirectTarget(response: OutboundResponse, request: PageRequest): URL | null {
  const location = firstHeader(response, 'location');
  if (response.status < 300 || response.status > 399 || location === undefined) return null;
  const target = URL.parse(location, request.url);
  if (target === null) throw unexpected('The source redirects to no address.', request.subject);
  return target;
}

function unexpected(message: string, subject: string): ConnectorError {
  return new ConnectorError('unexpected_page', message, { subject });
}
