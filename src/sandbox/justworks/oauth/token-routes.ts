import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PartnerSide } from '../partner-api/partner-side.ts';
import { ACCESS_SECONDS, type IssuedTokens } from './grants.ts';
import type { OAuthApp } from './oauth-apps.ts';

type Form = Readonly<Record<string, string | undefined>>;

/** Where codes and refresh tokens become tokens, and where a grant ends. */
export function tokenRoutes(app: FastifyInstance, partner: PartnerSide): void {
  app.post('/oauth/token', (request, reply) =>
    asClient(partner, request, reply, (client, form) => {
      void reply.header('cache-control', 'no-store');
      return issue(partner, client, form, reply);
    }),
  );
  app.post('/v1/oauth/revoke', (request, reply) =>
    asClient(partner, request, reply, (client, form) => {
      const token = form['token'];
      if (!token) return refuse(reply, 400, 'invalid_request', 'token is missing.');
      partner.grants.revokeByToken(client.clientId, token);
      return reply.send({});
    }),
  );
}

function asClient(
  partner: PartnerSide,
  request: FastifyRequest,
  reply: FastifyReply,
  serve: (client: OAuthApp, form: Form) => FastifyReply,
): FastifyReply {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (!isForm) return refuse(reply, 400, 'invalid_request', 'Send a form.');
  const form = (request.body ?? {}) as Form;
  const client = partner.apps.authenticate(form['client_id'] ?? '', form['client_secret'] ?? '');
  if (!client) return refuse(reply, 401, 'invalid_client', 'The client is unknown or its secret is wrong.');
  return serve(client, form);
}

function issue(partner: PartnerSide, client: OAuthApp, form: Form, reply: FastifyReply): FastifyReply {
  const { clientId } = client;
  if (form['grant_type'] === 'authorization_code') {
    const { code, redirect_uri: redirectUri } = form;
    if (!code || !redirectUri)
      return refuse(reply, 400, 'invalid_request', 'code or redirect_uri is missing.');
    return answer(reply, partner.grants.exchangeCode(clientId, code, redirectUri));
  }
  if (form['grant_type'] === 'refresh_token') {
    const token = form['refresh_token'];
    if (!token) return refuse(reply, 400, 'invalid_request', 'refresh_token is missing.');
    return answer(reply, partner.isInactive() ? undefined : partner.grants.refresh(clientId, token));
  }
  return refuse(reply, 400, 'unsupported_grant_type', 'There is no such grant_type.');
}

function answer(reply: FastifyReply, tokens: IssuedTokens | undefined): FastifyReply {
  if (!tokens) return refuse(reply, 400, 'invalid_grant', 'The code or token is unknown, used or expired.');
  return reply.send({
    token_type: 'Bearer',
    access_token: tokens.accessToken,
    expires_in: ACCESS_SECONDS,
    expires_at: tokens.accessExpiresAt.toISOString(),
    refresh_token: tokens.refreshToken,
    scope: tokens.grant.scopes.join(' '),
  });
}

function refuse(reply: FastifyReply, status: number, error: string, description: string): FastifyReply {
  return reply.code(status).send({ error, error_description: description });
}
