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

  /** Agrees to what is shown at this moment. */
  async consent(personName = 'Dana Whitfield'): Promise<SessionView> {
    const { consent } = await this.view();
    return await this.#call<SessionView>('POST', '/consent', {
      agreement: consent?.agreement ?? 'not asked for',
      person_name: personName,
      is_authorized: true,
    });
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

  confirmCompany(companyId: string): Promise<SessionView> {
    return this.#call<SessionView>('POST', '/company/confirm', { company_id: companyId });
  }

  declineCompany(companyId: string): Promise<SessionView> {
    return this.#call<SessionView>('POST', '/company/decline', { company_id: companyId });
  }

  /** Goes on with a relink under the consent that was given before. */
  resume(): Promise<SessionView> {
    return this.#call<SessionView>('POST', '/resume');
  }

  async takePublicToken(): Promise<string> {
    return (await this.#call<{ public_token: string }>('POST', '/public-token')).public_token;
  }

  /** Looks again until the session is in the state; on the way to `linked` the company is confirmed. A failed session or the time limit throws with the reason. */
  async waitFor(state: LinkSessionState, timeoutMs: number): Promise<SessionView> {
    for (const endsAt = Date.now() + timeoutMs; ; await delay(POLL_MS)) {
      const view = await this.#confirmOnTheWay(await this.view(), state);
      if (view.state === state) return view;
      if (view.state === 'failed')
        throw new Error(`Linking failed: ${view.problem?.message ?? 'no reason given'}`);
      if (Date.now() > endsAt)
        throw new Error(`Linking is still in state ${view.state} after ${timeoutMs} ms.`);
    }
  }

  /** The company that is shown is the right one, when the end of the walk is waited for. */
  async #confirmOnTheWay(view: SessionView, state: LinkSessionState): Promise<SessionView> {
    if (state !== 'linked' || view.company === null) return view;
    return await this.confirmCompany(view.company.id);
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
