import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { ensureModalIsBuilt } from '../../src/linking/modal-build.ts';
import type { SessionView } from '../../src/linking/session-view.ts';
import type { EndedLinkView } from '../../src/linking/view-ended-link.ts';

export const projectRoot = join(import.meta.dirname, '../..');
export const modalFolder = join(projectRoot, 'dist/modal');

const ORGANIZATION_ID = '0198f0a2-0000-7000-8000-000000000001';
export const LINK_TOKEN = createLinkToken({});

/** Looks like one of the service's; nobody verifies it here. */
export function createLinkToken(claims: { jti?: string }): string {
  return ['{"alg":"HS256"}', JSON.stringify({ organization_id: ORGANIZATION_ID, ...claims }), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
}

export const ADMIN_LINK = 'https://muster.example/link?o=1#token=for-the-administrator';
/** Of the session that sets up another service account. */
export const REPLACING_TOKEN = createLinkToken({ jti: 'replacing' });

/** Answers of the API as the test wants them, and what was asked. */
export interface ScriptedLink {
  view: SessionView;
  /** What a POST changes the view to, by the path's last part; a POST that isn't here changes nothing. */
  afterPost: Record<string, SessionView>;
  /** Set: every call is answered with this status. */
  failWith: number | null;
  /** Told with it, in seconds. */
  retryAfter: number | null;
  requests: { method: string; path: string; authorization: string | undefined }[];
  /** News of the session as the service tells them; off unless a test wants them, for then pages ask. */
  news: { isOn: boolean; pages: Set<ServerResponse> };
  /** The last body that was posted. */
  lastBody: unknown;
  /** What the choice of a language makes of the view. */
  inLanguage: (view: SessionView, body: unknown) => SessionView;
  /** Where the consent is asked for. */
  authorizationUrl: string;
  publicTokenCount: number;
  /** The partner page that may frame the modal. */
  partnerOrigin: string;
}

export interface ModalServer extends AsyncDisposable {
  origin: string;
  link: ScriptedLink;
}

/** Serves the built modal under a CSP as strict as the service's, with a scripted API. Builds the modal when stale. */
export async function startModalServer(view: SessionView): Promise<ModalServer> {
  await ensureModalIsBuilt(projectRoot);
  const link: ScriptedLink = {
    view,
    afterPost: {},
    failWith: null,
    retryAfter: null,
    requests: [],
    news: { isOn: false, pages: new Set() },
    lastBody: null,
    inLanguage: (shown) => shown,
    authorizationUrl: '',
    publicTokenCount: 0,
    partnerOrigin: "'none'",
  };
  const server = createServer((request, response) => answer(link, request, response));
  const origin = await listen(server);
  return { origin, link, [Symbol.asyncDispose]: () => close(server) };
}

/** A page of a partner, on an origin of its own, with the script that it loads from there as `/app.js`. */
export async function startPartnerServer(
  html: string,
  { script = '', headers = {} }: { script?: string; headers?: Record<string, string> } = {},
): Promise<{ origin: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response
      .writeHead(200, {
        ...headers,
        'content-type': isScript ? CONTENT_TYPES['.js'] : CONTENT_TYPES['.html'],
      })
      .end(isScript ? script : html);
  });
  return { origin: await listen(server), [Symbol.asyncDispose]: () => close(server) };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function answer(link: ScriptedLink, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://modal');
  if (url.pathname.startsWith('/link/api/')) return void answerApi(link, request, url.pathname, response);
  const path = url.pathname === '/link' ? '/index.html' : url.pathname.replace(/^\/link/, '');
  const file = join(modalFolder, path);
  if (!/^\/(index\.html|muster-link[\w-]*\.js|assets\/[\w.-]+)$/.test(path) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  const ancestors = url.searchParams.get('o') === ORGANIZATION_ID ? link.partnerOrigin : "'none'";
  response.writeHead(200, {
    'content-type': CONTENT_TYPES[extname(file)],
    'content-security-policy': toCsp(ancestors),
  });
  createReadStream(file).pipe(response);
}

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
  '.vtt': 'text/vtt',
};

function toCsp(frameAncestors: string): string {
  const own = ['script-src', 'style-src', 'img-src', 'connect-src', 'media-src'].map(
    (directive) => `${directive} 'self'`,
  );
  return [
    "default-src 'none'",
    ...own,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

async function answerApi(
  link: ScriptedLink,
  request: IncomingMessage,
  path: string,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET' } = request;
  if (path.endsWith('/session/events')) return openNews(link, request, response);
  if (path.endsWith('/ended-link')) return sendJson(response, 200, toEndedLink(link.view));
  link.requests.push({ method, path, authorization: request.headers.authorization });
  if (method === 'POST') link.lastBody = await readJson(request);
  if (link.failWith !== null) {
    if (link.retryAfter !== null) response.setHeader('retry-after', link.retryAfter);
    return sendJson(response, link.failWith, { detail: 'scripted', errors: [] });
  }
  const action = path.split('/').at(-1)!;
  if (method === 'POST' && action === 'public-token') {
    link.publicTokenCount++;
    return sendJson(response, 200, { public_token: `public-token-${link.publicTokenCount}` });
  }
  if (method === 'POST' && action === 'admin-link') {
    return sendJson(response, 200, { magic_link_url: ADMIN_LINK, expires_at: '2026-11-27T15:42:00Z' });
  }
  if (method === 'POST' && action === 'replace-service-account') {
    return sendJson(response, 200, { link_token: REPLACING_TOKEN });
  }
  if (method === 'POST' && action === 'authorization') {
    return sendJson(response, 200, { authorization_url: link.authorizationUrl });
  }
  if (method === 'POST' && action === 'language') link.view = link.inLanguage(link.view, link.lastBody);
  if (method === 'POST') link.view = link.afterPost[action] ?? link.view;
  sendJson(response, 200, link.view);
}

const toEndedLink = ({ language, organization }: SessionView): EndedLinkView => ({ language, organization });

/** Not counted among the requests: a page opens it beside what it asks for. */
function openNews(link: ScriptedLink, request: IncomingMessage, response: ServerResponse): void {
  if (!link.news.isOn || request.headers.authorization === undefined) return sendJson(response, 503, {});
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(NEWS);
  link.news.pages.add(response);
  response.once('close', () => link.news.pages.delete(response));
}

const NEWS = 'event: changed\ndata: {}\n\n';

/** The session is another one from now on, and every page that listens is told so. */
export function changeView(link: ScriptedLink, view: SessionView): void {
  link.view = view;
  for (const page of link.news.pages) page.write(NEWS);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as unknown;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
