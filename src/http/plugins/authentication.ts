import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { AppContext } from '../../app-context.ts';
import {
  authenticateAccountToken,
  assertInboundMailSecret,
  authenticateApiKey,
  readLinkToken,
  type LinkedAccountPrincipal,
  type LinkSessionPrincipal,
  type OrganizationPrincipal,
} from '../../auth/index.ts';
import { AppError } from '../../lib/app-error.ts';

/**
 * Who may call a route: `organization` an API key; `linked_account` an API key and one of its accounts' tokens;
 * `link_session` the modal's link token; `inbound_mail` the mail service; `public` anybody. Every route says which; one that doesn't fails the start.
 */
export type Access = 'organization' | 'linked_account' | 'link_session' | 'inbound_mail' | 'public';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    organization: OrganizationPrincipal | null;
    linkedAccount: LinkedAccountPrincipal | null;
    linkSession: LinkSessionPrincipal | null;
  }
}

type AuthContext = Pick<AppContext, 'db' | 'clock' | 'secrets'>;

/** Runs before the body is read, so that a stranger's bytes cost nothing. */
export function addAuthentication(app: FastifyInstance, context: AuthContext): void {
  app.decorateRequest('organization', null);
  app.decorateRequest('linkedAccount', null);
  app.decorateRequest('linkSession', null);
  const hook: onRequestAsyncHookHandler = (request) => authenticate(request, context);
  app.addHook('onRoute', (route) => {
    if (!route.config?.access)
      throw new Error(`${String(route.method)} ${route.url} does not say who may call it.`);
    // A hook of the route, behind the rate limit's: a hook of the app would run before it, and guesses would be free.
    route.onRequest = [...[route.onRequest ?? []].flat(), hook];
  });
}

export function organizationOf(request: FastifyRequest): OrganizationPrincipal {
  return proven(request.organization);
}

export function linkedAccountOf(request: FastifyRequest): LinkedAccountPrincipal {
  return proven(request.linkedAccount);
}

export function linkSessionOf(request: FastifyRequest): LinkSessionPrincipal {
  return proven(request.linkSession);
}

/** As the caller sent it; only on routes of a linked account. */
export function presentedAccountToken(request: FastifyRequest): string {
  return String(request.headers['x-account-token'] ?? '');
}

async function authenticate(request: FastifyRequest, context: AuthContext): Promise<void> {
  const { access } = request.routeOptions.config;
  if (access === 'link_session') {
    request.linkSession = await readLinkToken(context.secrets.linkTokenKey, bearerOf(request), context.clock);
  } else if (access === 'inbound_mail') {
    assertInboundMailSecret(context.secrets.inboundMailSecret, request.headers.authorization);
  } else if (access !== 'public') {
    request.organization = await authenticateApiKey(context.db, bearerOf(request));
    if (access === 'linked_account') request.linkedAccount = await authenticateAccount(request, context);
  }
}

function authenticateAccount(request: FastifyRequest, context: AuthContext): Promise<LinkedAccountPrincipal> {
  const token = presentedAccountToken(request);
  if (token === '') {
    throw new AppError(
      'unauthenticated',
      'account_token_missing',
      'Send the account token as X-Account-Token.',
    );
  }
  return authenticateAccountToken(context, organizationOf(request).organizationId, token);
}

function bearerOf(request: FastifyRequest): string {
  const [scheme, token, ...rest] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
    throw new AppError('unauthenticated', 'authorization_missing', 'Send `Authorization: Bearer <key>`.');
  }
  return token;
}

function proven<T>(principal: T | null): T {
  if (principal === null) throw new Error('This route asks for a principal that its access does not prove.');
  return principal;
}
