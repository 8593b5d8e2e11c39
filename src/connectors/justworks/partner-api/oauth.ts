import type { ConnectorContext, GrantTokens, OauthDoor } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { addMs, HOUR_MS, SECOND_MS } from '../../../lib/duration.ts';
import type { ApiDescription } from './api-schema.ts';
import { exchangeJson, unexpected, type ApiAnswer } from './exchange.ts';
import { readShape } from './read-shape.ts';

export interface OauthClient {
  clientId: string;
  clientSecret: string;
  /** What is asked for at the consent. */
  scopes: readonly string[];
}

const SUBJECT = 'grant';
/** For a token whose end the source does not tell. */
const SHORT_LIFE_MS = HOUR_MS;

/** Consent, code and tokens of the Partner API. */
export function createOauthDoor(description: ApiDescription, client: OauthClient): OauthDoor {
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };

  const post = (context: ConnectorContext, path: string, form: Record<string, string>): Promise<ApiAnswer> =>
    exchangeJson(description, context, {
      method: 'POST',
      url: new URL(path, description.apiOrigin),
      subject: SUBJECT,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form, ...credentials }).toString(),
    });

  async function requestTokens(
    context: ConnectorContext,
    form: Record<string, string>,
    refusal: ConnectorError,
  ): Promise<GrantTokens> {
    const answer = await post(context, description.paths.token, form);
    if (answer.status === 200) return toTokens(description, client, answer.json, context.clock.now());
    if (errorOf(description, answer) === 'invalid_grant') throw refusal;
    throw refusedClient(description, answer);
  }

  return {
    authorizationUrl({ state, redirectUri }) {
      const url = new URL(description.paths.authorize, description.authorizeOrigin);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: client.clientId,
        redirect_uri: redirectUri,
        scope: client.scopes.join(' '),
        state,
      }).toString();
      return url.href;
    },
    exchangeCode: (context, { code, redirectUri }) =>
      requestTokens(
        context,
        { grant_type: 'authorization_code', code, redirect_uri: redirectUri },
        new ConnectorError('code_refused', 'The source knows the code of the consent no more.', {
          subject: SUBJECT,
        }),
      ),
    refresh: (context, refreshToken) =>
      requestTokens(
        context,
        { grant_type: 'refresh_token', refresh_token: refreshToken },
        new ConnectorError('grant_ended', 'The source knows the refresh token no more.', {
          subject: SUBJECT,
        }),
      ),
    async revoke(context, refreshToken) {
      const answer = await post(context, description.paths.revoke, {
        token: refreshToken,
        token_type_hint: 'refresh_token',
      });
      if (answer.status < 300 || isAboutToken(errorOf(description, answer))) return;
      throw refusedClient(description, answer);
    },
  };
}

function toTokens(description: ApiDescription, client: OauthClient, json: unknown, now: Date): GrantTokens {
  if (json === undefined) throw unexpected('The source answers no JSON.', SUBJECT);
  const token = readShape(description, 'token', json, SUBJECT);
  return {
    accessToken: token.accessToken,
    accessExpiresAt: toExpiry(token, now),
    refreshToken: token.refreshToken,
    refreshExpiresAt: token.refreshToken === null ? null : addMs(now, description.limits.refreshTokenMs),
    // A token whose scopes are not named has those that were asked for (RFC 6749, 5.1).
    scopes: token.scope?.split(/\s+/).filter(Boolean) ?? [...client.scopes],
  };
}

/** Public sources disagree on `expires_in` and `expires_at`: the earlier one of what is there. */
function toExpiry(token: { expiresIn: number | null; expiresAt: string | null }, now: Date): Date {
  const ends = [
    token.expiresIn === null ? NaN : now.getTime() + token.expiresIn * SECOND_MS,
    Date.parse(token.expiresAt ?? ''),
  ].filter((end) => !Number.isNaN(end));
  return ends.length === 0 ? addMs(now, SHORT_LIFE_MS) : new Date(Math.min(...ends));
}

function errorOf(description: ApiDescription, answer: ApiAnswer): string | null {
  if (answer.json === undefined) return null;
  return readShape(description, 'oauthError', answer.json, SUBJECT).code;
}

/** Revoking what has ended already is fine. */
function isAboutToken(code: string | null): boolean {
  return code === 'invalid_grant' || code === 'invalid_token';
}

function refusedClient(description: ApiDescription, answer: ApiAnswer): ConnectorError {
  const problem =
    errorOf(description, answer) === 'invalid_client'
      ? 'it does not know our client id and secret'
      : 'no reason known';
  return unexpected(`The source refused the call for tokens (${answer.status}): ${problem}.`, SUBJECT);
}
