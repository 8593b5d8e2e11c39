import type { ConnectionMethod } from '../../connectors/contract.ts';
import type { SessionView } from '../session-view.ts';

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

export interface LinkApi {
  getSession(): Promise<SessionView>;
  /** @param agreement what was shown, as the session names it */
  consent(agreement: string): Promise<SessionView>;
  chooseMethod(method: ConnectionMethod): Promise<SessionView>;
  giveCredentials(logIn: TypedLogIn): Promise<SessionView>;
  chooseCompany(companyId: string): Promise<SessionView>;
  checkPermissions(): Promise<SessionView>;
  /** Where the person consents at the source; works for some minutes. */
  startAuthorization(): Promise<string>;
  createPublicToken(): Promise<string>;
}

const TIMEOUT_MS = 15_000;
const REFUSALS = new Set([401, 403, 404, 410]);

/** Every method throws LinkRefused or RequestFailed. */
export function createLinkApi(linkToken: string, request: typeof fetch = fetch): LinkApi {
  const call = async <Answer>(method: 'GET' | 'POST', path: string, body: object = {}): Promise<Answer> => {
    const response = await send(request, linkToken, { method, path: `/link/api/session${path}`, body });
    if (REFUSALS.has(response.status)) throw new LinkRefused();
    if (!response.ok)
      throw new RequestFailed(response.status, parseRetryAfter(response.headers.get('retry-after')));
    return response.json().catch(() => {
      throw new RequestFailed(response.status);
    }) as Promise<Answer>;
  };
  return {
    getSession: () => call('GET', ''),
    consent: (agreement) => call('POST', '/consent', { agreement }),
    chooseMethod: (method) => call('POST', '/method', { method }),
    giveCredentials: ({ userName, password, authenticatorSecret }) =>
      call('POST', '/credentials', {
        user_name: userName,
        password,
        authenticator_secret: authenticatorSecret,
      }),
    chooseCompany: (companyId) => call('POST', '/company', { company_id: companyId }),
    checkPermissions: () => call('POST', '/check-permissions'),
    startAuthorization: async () =>
      (await call<{ authorization_url: string }>('POST', '/authorization')).authorization_url,
    createPublicToken: async () =>
      (await call<{ public_token: string }>('POST', '/public-token')).public_token,
  };
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
