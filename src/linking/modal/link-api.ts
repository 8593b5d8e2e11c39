import type { ConnectionMethod } from '../../connectors/contract.ts';
import type { Language } from '../../lib/language.ts';
import type { SessionView } from '../session-view.ts';
import type { EndedLinkView } from '../view-ended-link.ts';
import { createWaitingApi, type WaitingApi } from './waiting-api.ts';

/** The link token opens nothing (any more): unknown, expired, or its session is gone. */
export class LinkRefused extends Error {
  override readonly name = 'LinkRefused';
}

/** The service did not answer, or not as asked; another try may go well. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  /** Null when there was no answer at all. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(status: number | null, retryAfterMs: number | null = null) {
    super(status === null ? 'no answer' : `answer ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** As the person typed it. */
export interface TypedLogIn {
  userName: string;
  password: string;
  authenticatorSecret: string;
}

export interface LinkApi extends WaitingApi {
  getSession(): Promise<SessionView>;
  /** Whom to ask, of a link that has ended. */
  getEndedLink(): Promise<EndedLinkView>;
  /** @param agreement what was shown, as the session names it */
  consent(agreement: string, personName: string): Promise<SessionView>;
  chooseMethod(method: ConnectionMethod): Promise<SessionView>;
  giveCredentials(logIn: TypedLogIn): Promise<SessionView>;
  chooseCompany(companyId: string): Promise<SessionView>;
  /** It is the right company, or it is not. */
  confirmCompany(companyId: string): Promise<SessionView>;
  declineCompany(companyId: string): Promise<SessionView>;
  /** Goes on with a relink under the consent that was given before. */
  resume(): Promise<SessionView>;
  checkPermissions(): Promise<SessionView>;
  chooseLanguage(language: Language): Promise<SessionView>;
  /** Where the person consents at the source; works for some minutes. */
  startAuthorization(): Promise<string>;
  createPublicToken(): Promise<string>;
}

const TIMEOUT_MS = 15_000;
const REFUSALS = new Set([401, 403, 404, 410]);

type Call = <Answer>(method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>;

/** Calls below `root` with the token of a link. They throw LinkRefused or RequestFailed. */
export function createCall(token: string, root: string, request: typeof fetch): Call {
  return async (method, path, body = {}) => {
    const response = await send(request, token, { method, path: `${root}${path}`, body });
    if (REFUSALS.has(response.status)) throw new LinkRefused();
    if (!response.ok)
      throw new RequestFailed(response.status, parseRetryAfter(response.headers.get('retry-after')));
    const answer: unknown = await response.json().catch(() => {
      throw new RequestFailed(response.status);
    });
    return answer as never;
  };
}

/** Every method throws LinkRefused or RequestFailed. */
export function createLinkApi(linkToken: string, request: typeof fetch = fetch): LinkApi {
  const call = createCall(linkToken, '/link/api/session', request);
  return {
    getSession: () => call('GET', ''),
    getEndedLink: () => createCall(linkToken, '/link/api', request)('GET', '/ended-link'),
    consent: (agreement, personName) =>
      call('POST', '/consent', { agreement, person_name: personName, is_authorized: true }),
    chooseMethod: (method) => call('POST', '/method', { method }),
    giveCredentials: ({ userName, password, authenticatorSecret }) =>
      call('POST', '/credentials', {
        user_name: userName,
        password,
        authenticator_secret: authenticatorSecret,
      }),
    chooseCompany: (companyId) => call('POST', '/company', { company_id: companyId }),
    confirmCompany: (companyId) => call('POST', '/company/confirm', { company_id: companyId }),
    declineCompany: (companyId) => call('POST', '/company/decline', { company_id: companyId }),
    resume: () => call('POST', '/resume'),
    checkPermissions: () => call('POST', '/check-permissions'),
    chooseLanguage: (language) => call('POST', '/language', { language }),
    ...createWaitingApi((path, body) => call('POST', path, body)),
    openEvents: (signal) => openEvents(request, linkToken, signal),
    startAuthorization: async () =>
      (await call<{ authorization_url: string }>('POST', '/authorization')).authorization_url,
    createPublicToken: async () =>
      (await call<{ public_token: string }>('POST', '/public-token')).public_token,
  };
}

/** News of the session. By fetch, because an EventSource can't send the token but in its address. */
async function openEvents(
  request: typeof fetch,
  linkToken: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const response = await request('/link/api/session/events', {
    headers: { authorization: `Bearer ${linkToken}`, accept: 'text/event-stream' },
    cache: 'no-store',
    credentials: 'omit',
    signal,
  }).catch(() => {
    throw new RequestFailed(null);
  });
  if (response.status === 401) throw new LinkRefused();
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!response.ok || !isStream || !response.body) {
    await response.body?.cancel();
    throw new RequestFailed(response.status);
  }
  return response.body;
}

async function send(
  request: typeof fetch,
  linkToken: string,
  { method, path, body }: { method: string; path: string; body: object },
): Promise<Response> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${linkToken}`,
    accept: 'application/json',
  };
  if (method === 'POST') headers['content-type'] = 'application/json';
  try {
    return await request(path, {
      method,
      headers,
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new RequestFailed(null);
  }
}

function parseRetryAfter(header: string | null): number | null {
  const seconds = Number(header ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
