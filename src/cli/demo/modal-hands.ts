import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { ConnectionMethod } from '../../connectors/contract.ts';
import type { LinkSessionState } from '../../linking/link-session-states.ts';
import type { SessionView } from '../../linking/session-view.ts';

const POLL_MS = 100;

/** The modal, played over the HTTP API that the page itself uses. */
export class ModalHands {
  readonly #apiUrl: string;
  readonly #linkToken: string;

  constructor(apiUrl: string, linkToken: string) {
    this.#apiUrl = apiUrl;
    this.#linkToken = linkToken;
  }

  view(): Promise<SessionView> {
    return this.#call<SessionView>('GET', '');
  }

  consent(): Promise<SessionView> {
    return this.#call<SessionView>('POST', '/consent');
  }

  checkPermissions(): Promise<SessionView> {
    return this.#call<SessionView>('POST', '/check-permissions');
  }

  chooseMethod(method: ConnectionMethod): Promise<SessionView> {
    return this.#call<SessionView>('POST', '/method', { method });
  }

  giveCredentials(logIn: {
    user_name: string;
    password: string;
    authenticator_secret: string;
  }): Promise<SessionView> {
    return this.#call<SessionView>('POST', '/credentials', logIn);
  }

  async takeAuthorizationUrl(): Promise<string> {
    const answer = await this.#call<{ authorization_url: string }>('POST', '/authorization');
    return answer.authorization_url;
  }

  chooseCompany(companyId: string): Promise<SessionView> {
    return this.#call<SessionView>('POST', '/company', { company_id: companyId });
  }

  async takePublicToken(): Promise<string> {
    return (await this.#call<{ public_token: string }>('POST', '/public-token')).public_token;
  }

  /** Looks again until the session is in the state; a failed session or the time limit throws with the reason. */
  async waitFor(state: LinkSessionState, timeoutMs: number): Promise<SessionView> {
    for (const endsAt = Date.now() + timeoutMs; ; await delay(POLL_MS)) {
      const view = await this.view();
      if (view.state === state) return view;
      if (view.state === 'failed')
        throw new Error(`Linking failed: ${view.problem?.message ?? 'no reason given'}`);
      if (Date.now() > endsAt)
        throw new Error(`Linking is still in state ${view.state} after ${timeoutMs} ms.`);
    }
  }

  async #call<T>(method: 'GET' | 'POST', path: string, body: object = {}): Promise<T> {
    const answer = await request(`${this.#apiUrl}/link/api/session${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#linkToken}`,
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`The modal's call ${path || '/'} answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text) as T;
  }
}
