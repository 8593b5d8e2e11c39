import { describe, expect, it } from 'vitest';
import { createContext, NOW } from '../../../../test/support/justworks/employer-script.ts';
import { json } from '../../../../test/support/justworks/scripted-api.ts';
import { createScriptedSite, type ScriptedAnswer } from '../../../../test/support/justworks/scripted-site.ts';
import { createApiDescription } from './api-description.ts';
import { createOauthDoor } from './oauth.ts';

const TOKEN = 'POST /oauth/token';
const REVOKE = 'POST /v1/oauth/revoke';
const client = {
  clientId: 'app',
  clientSecret: 'app-secret',
  scopes: ['company.basic:read', 'member.basic:read'],
};
const door = createOauthDoor(createApiDescription({}), client);
const code = { code: 'once', redirectUri: 'https://muster.example/link/oauth/callback' };
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

function exchange(answer: ScriptedAnswer) {
  const http = createScriptedSite().on(TOKEN, answer);
  return { http, tokens: door.exchangeCode(createContext(http), code) };
}

describe('authorizationUrl', () => {
  it('names what is asked for, and no secret', () => {
    const url = new URL(door.authorizationUrl({ state: 'a b', redirectUri: code.redirectUri }));
    expect(url.origin + url.pathname).toBe('https://payroll.justworks.com/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'app',
      redirect_uri: code.redirectUri,
      scope: 'company.basic:read member.basic:read',
      state: 'a b',
    });
  });
});

describe('exchangeCode', () => {
  const answer = {
    access_token: 'a',
    refresh_token: 'r',
    expires_in: 86_400,
    scope: 'payroll:read member.detail:read',
  };

  it('takes the tokens', async () => {
    const { http, tokens } = exchange(json(answer));
    expect(await tokens).toEqual({
      accessToken: 'a',
      accessExpiresAt: after(86_400),
      refreshToken: 'r',
      refreshExpiresAt: after(30 * 86_400),
      scopes: ['payroll:read', 'member.detail:read'],
    });
    expect(http.requests[0]!.form).toEqual({
      grant_type: 'authorization_code',
      code: 'once',
      redirect_uri: code.redirectUri,
      client_id: 'app',
      client_secret: 'app-secret',
    });
    expect(http.requests[0]!.url.search).toBe('');
  });

  it.each([
    [{ expires_in: 86_400, expires_at: after(60).toISOString() }, 60],
    [{ expires_in: 60, expires_at: after(86_400).toISOString() }, 60],
    [{ expires_in: undefined, expires_at: after(90).toISOString() }, 90],
    [{ expires_in: undefined }, 3600],
  ])('of %j takes the earlier end', async (ends, seconds) => {
    const { tokens } = exchange(json({ ...answer, ...ends }));
    expect((await tokens).accessExpiresAt).toEqual(after(seconds));
  });

  it('takes what was asked for where the scopes are not named', async () => {
    const { tokens } = exchange(json({ ...answer, scope: undefined, refresh_token: undefined }));
    expect(await tokens).toMatchObject({ scopes: client.scopes, refreshToken: null, refreshExpiresAt: null });
  });

  it.each([
    [json({ error: 'invalid_grant' }, 400), 'code_refused'],
    [json({ error: 'invalid_client' }, 401), 'unexpected_page'],
    [{ status: 200, body: '<html>' }, 'unexpected_page'],
    [json({ token: 'a' }), 'report_malformed'],
    [json({}, 429, { 'retry-after': '3' }), 'rate_limited'],
  ])('%# understands %j', async (refusal, expected) => {
    await expect(exchange(refusal).tokens).rejects.toMatchObject({ code: expected });
  });
});

describe('refresh', () => {
  it('ends the grant when the refresh token is not known any more', async () => {
    const http = createScriptedSite().on(
      TOKEN,
      json({ access_token: 'b', refresh_token: 's', expires_in: 60 }),
      json({ error: 'invalid_grant' }, 400),
    );
    expect(await door.refresh(createContext(http), 'r')).toMatchObject({
      accessToken: 'b',
      refreshToken: 's',
    });
    expect(http.requests[0]!.form).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'r' });
    await expect(door.refresh(createContext(http), 'r')).rejects.toMatchObject({
      code: 'grant_ended',
      needsRelink: true,
    });
  });

  it('does not blame the employer when our own client is refused', async () => {
    const http = createScriptedSite().on(TOKEN, json({ error: 'invalid_client' }, 401));
    await expect(door.refresh(createContext(http), 'r')).rejects.toMatchObject({ needsRelink: false });
  });
});

describe('revoke', () => {
  it.each([{ status: 200 }, json({ error: 'invalid_grant' }, 400)])('is done after %j', async (answer) => {
    const http = createScriptedSite().on(REVOKE, answer);
    await door.revoke(createContext(http), 'r');
    expect(http.requests[0]!.form).toMatchObject({ token: 'r', client_secret: 'app-secret' });
  });

  it('is not done when the source refuses us', async () => {
    const http = createScriptedSite().on(REVOKE, json({ error: 'invalid_client' }, 401));
    await expect(door.revoke(createContext(http), 'r')).rejects.toMatchObject({ code: 'unexpected_page' });
  });
});
