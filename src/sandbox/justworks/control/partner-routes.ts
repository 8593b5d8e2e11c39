import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OAuthAppInput } from '../oauth/oauth-apps.ts';
import type { PartnerControl } from './partner-control.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** The part of `/control/*` for partners' apps: registration, grants, webhooks. */
export function partnerControlRoutes(app: FastifyInstance, control: PartnerControl): void {
  app.get('/oauth-apps', () => ({ apps: control.oauthApps() }));
  app.post('/oauth-apps', (request) => control.registerOAuthApp(fieldsOf(request) as OAuthAppInput));
  app.get('/employer-admins', () => ({ admins: control.employerAdmins() }));
  app.post('/employer-admins/companies', (request) => {
    const { userName, names } = fieldsOf(request) as { userName: string; names: string[] };
    return control.setAdminCompanies(userName, names);
  });
  app.post('/departments/:id', (request: IdRequest) =>
    control.renameDepartment(request.params.id, fieldsOf(request)['name'] as string),
  );
  app.delete('/departments/:id', (request: IdRequest, reply) => {
    control.removeDepartment(request.params.id);
    return reply.code(204).send();
  });
  grantRoutes(app, control);
  webhookControlRoutes(app, control);
}

function grantRoutes(app: FastifyInstance, control: PartnerControl): void {
  const listed = () => ({ grants: control.oauthGrants() });
  app.get('/oauth-grants', listed);
  app.post('/oauth-grants/revoke', (request) => {
    control.revokeOAuthGrants(fieldsOf(request)['id'] as string | undefined);
    return listed();
  });
  app.post('/oauth-grants/scopes', (request) => {
    const { scopes, id } = fieldsOf(request) as { scopes?: string[]; id?: string };
    control.setGrantScopes(scopes ?? [], id);
    return listed();
  });
  app.post('/oauth-grants/expire-access-tokens', () => {
    control.expireAccessTokens();
    return listed();
  });
  app.post('/oauth-grants/expire-refresh-tokens', () => {
    control.expireRefreshTokens();
    return listed();
  });
}

function webhookControlRoutes(app: FastifyInstance, { partnerWebhooks }: PartnerControl): void {
  const listed = () => ({ deliveries: partnerWebhooks.deliveries() });
  app.get('/partner-webhooks/deliveries', listed);
  app.post('/partner-webhooks/drain', async () => {
    await partnerWebhooks.drain();
    return listed();
  });
  app.post('/partner-webhooks/tick', async () => {
    await partnerWebhooks.tick();
    return listed();
  });
  app.post('/partner-webhooks/deliveries/:id/send-again', (request: IdRequest) => {
    const hasBrokenSignature = fieldsOf(request)['signature'] === 'broken';
    return partnerWebhooks.sendAgain(request.params.id, { hasBrokenSignature });
  });
}

function fieldsOf(request: FastifyRequest): Record<string, unknown> {
  return (request.body ?? {}) as Record<string, unknown>;
}
