import { expect } from 'vitest';
import type { Sandbox } from '../index.ts';
import type { OAuthApp } from '../oauth/oauth-apps.ts';

export const APP: OAuthApp = {
  clientId: 'client-1',
  clientSecret: 'client secret',
  name: 'Muster',
  redirectUris: ['https://muster.example/oauth/callback'],
  scopes: [
    'company.detail:read',
    'member.detail:read',
    'member.dob:read',
    'member.sex:read',
    'member.employment:read',
    'member.pay:read',
    'member.tax_id:read',
    'payroll:read',
    'paystub:read',
    'time_off:read',
    'deductions:read',
  ],
};

export interface Tokens {
  token_type: string;
  access_token: string;
  expires_in: number;
  expires_at: string;
  refresh_token: string;
  scope: string;
}

export interface Json {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
}

/** A partner's app and the admin's browser before it, as tests need them. */
export class PartnerClient {
  readonly sandbox: Sandbox;
  readonly app: OAuthApp;
  private accessToken = '';

  constructor(sandbox: Sandbox, app: OAuthApp = APP) {
    this.sandbox = sandbox;
    this.app = app;
  }

  authorizeUrl(query: Record<string, string> = {}): string {
    const params = {
      response_type: 'code',
      client_id: this.app.clientId,
      redirect_uri: this.app.redirectUris[0]!,
      scope: this.app.scopes.join(' '),
      state: 'state-1',
      ...query,
    };
    return `${this.sandbox.url}/oauth/authorize?${new URLSearchParams(params).toString()}`;
  }

  /** Opens the consent and gives what its forms carry. */
  async openConsent(query: Record<string, string> = {}): Promise<string> {
    const page = await fetch(this.authorizeUrl(query));
    expect(page.status).toBe(200);
    return /name="request" value="([^"]+)"/.exec(await page.text())![1]!;
  }

  step(name: string, form: Record<string, string>): Promise<Response> {
    return fetch(`${this.sandbox.url}/oauth/authorize/${name}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  }

  /** The whole walk by the admin who may; gives the callback's query. */
  async authorize(query: Record<string, string> = {}): Promise<URLSearchParams> {
    const request = await this.openConsent(query);
    const { userName, password } = this.sandbox.control.employerAdmins()[0]!;
    await this.step('sign-in', { request, username: userName, password });
    await this.step('next', { request });
    const form = { request, acknowledged: 'yes', decision: 'authorize' };
    const decided = await this.step('decision', form);
    return new URL(decided.headers.get('location')!).searchParams;
  }

  async token(form: Record<string, string>): Promise<Json> {
    const { clientId, clientSecret } = this.app;
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form });
    return toJson(await fetch(`${this.sandbox.url}/oauth/token`, { method: 'POST', body }));
  }

  async exchange(code: string): Promise<Json> {
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.app.redirectUris[0]!,
    });
  }

  /** Consent and tokens in one; from here on the client is let in. */
  async connect(query: Record<string, string> = {}): Promise<Tokens> {
    const callback = await this.authorize(query);
    const { json } = await this.exchange(callback.get('code')!);
    const tokens = json as unknown as Tokens;
    this.accessToken = tokens.access_token;
    return tokens;
  }

  useAccessToken(accessToken: string): void {
    this.accessToken = accessToken;
  }

  async get(path: string): Promise<Json> {
    const headers = { authorization: `Bearer ${this.accessToken}` };
    return toJson(await fetch(`${this.sandbox.url}${path}`, { headers }));
  }

  async send(method: string, path: string, body: object = {}): Promise<Json> {
    const headers = { authorization: `Bearer ${this.accessToken}`, 'content-type': 'application/json' };
    const init = { method, headers, body: JSON.stringify(body) };
    return toJson(await fetch(`${this.sandbox.url}${path}`, init));
  }

  /** All pages of a list. */
  async all(path: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { json, status } = await this.get(`${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`);
      expect(status).toBe(200);
      items.push(...(json['items'] as Record<string, unknown>[]));
      cursor = json['next_cursor'] as string | null;
    }
    return items;
  }
}

async function toJson(response: Response): Promise<Json> {
  const json = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, json };
}
