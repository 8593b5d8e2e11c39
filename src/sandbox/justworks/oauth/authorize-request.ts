import type { OAuthApp, OAuthApps } from './oauth-apps.ts';
import { parseScopes } from './scopes.ts';

/** What the query of `/oauth/authorize` comes to. */
export type AuthorizeRequest =
  | { outcome: 'page'; reason: string }
  | { outcome: 'redirect'; location: string }
  | { outcome: 'ok'; app: OAuthApp; redirectUri: string; scopes: string[]; state: string | null };

/** An unknown client or redirect URI never leads to a redirect; every other mistake goes back to the app. */
export function readAuthorizeRequest(
  apps: OAuthApps,
  query: Readonly<Record<string, unknown>>,
): AuthorizeRequest {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
  const app = apps.find(text('client_id'));
  if (!app) return { outcome: 'page', reason: 'There is no app with this client_id.' };
  const redirectUri = text('redirect_uri');
  if (!app.redirectUris.includes(redirectUri)) {
    return { outcome: 'page', reason: 'This redirect_uri is not registered for the app.' };
  }
  const state = text('state') || null;
  const refuse = (error: string): AuthorizeRequest => {
    return { outcome: 'redirect', location: callbackUrl(redirectUri, { error }, state) };
  };
  if (text('response_type') !== 'code') return refuse('unsupported_response_type');
  const asked = parseScopes(text('scope'));
  const scopes = asked.length > 0 ? asked : [...app.scopes];
  if (!scopes.every((scope) => app.scopes.includes(scope))) return refuse('invalid_scope');
  return { outcome: 'ok', app, redirectUri, scopes, state };
}

export function callbackUrl(
  redirectUri: string,
  answer: Record<string, string>,
  state: string | null,
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return url.href;
}
